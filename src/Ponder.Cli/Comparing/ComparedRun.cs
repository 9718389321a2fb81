using Ponder.Evaluation;

namespace Ponder.Cli.Comparing;

/// <summary>One run, or several of one recipe on average, beside others, measured on the test split with thresholds from its calibration split.</summary>
/// <param name="Run">Its folder, the first of several.</param>
/// <param name="Network">What people call the network.</param>
/// <param name="Accuracy">Of its own thresholds, a fraction.</param>
/// <param name="MacsMean">Mean multiply-adds of a sample with them.</param>
/// <param name="MacsStatic">Multiply-adds of the network without exits.</param>
/// <param name="Measures">Area, efficacy, overthinking, and each exit's quality.</param>
/// <param name="Difference">Area less that of the first run, paired over the samples; null for the first.</param>
/// <param name="LastExit">
/// On the samples that the first run sends to its last exit: this run's accuracy at its last exit less the first's, paired; null for the first.
/// </param>
/// <param name="Curve">Points by ascending cost.</param>
internal sealed record ComparedRun(
    string Run, string Network, double Accuracy, double MacsMean, long MacsStatic, ModelMeasures Measures, BootstrapInterval? Difference,
    BootstrapInterval? LastExit, IReadOnlyList<OperatingCost> Curve);
