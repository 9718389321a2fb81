namespace Ponder.Cli.Recipes;

/// <summary>How all exits are trained jointly.</summary>
/// <param name="Epochs"><inheritdoc cref="BaselineStage" path="/param[@name='Epochs']"/></param>
/// <param name="Batch"><inheritdoc cref="BaselineStage" path="/param[@name='Batch']"/></param>
/// <param name="LearningRate"><inheritdoc cref="BaselineStage" path="/param[@name='LearningRate']"/></param>
/// <param name="Schedule"><inheritdoc cref="BaselineStage" path="/param[@name='Schedule']"/></param>
/// <param name="Shift"><inheritdoc cref="BaselineStage" path="/param[@name='Shift']"/></param>
/// <param name="Weights">Weight of each exit's loss, shallow to deep, 0 to 100; at least one is positive.</param>
/// <param name="Policy">Who leaves early: <c>entropy</c>.</param>
internal sealed record BranchStage(
    int Epochs, int Batch, double LearningRate, string Schedule, int Shift, IReadOnlyList<double> Weights, string Policy)
    : BaselineStage(Epochs, Batch, LearningRate, Schedule, Shift);
