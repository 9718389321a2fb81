using Ponder.Cli.Rendering;
using Ponder.Cli.Runs;

namespace Ponder.Cli.Attaching;

/// <summary>Whether exits are worth having, in a sentence or two.</summary>
internal static class AttachVerdict
{
    /// <summary>What to tell whoever asked for exits.</summary>
    /// <param name="result">The experiment, with its times.</param>
    /// <param name="pays">Whether a sample is answered sooner than without exits.</param>
    public static string Of(ExperimentResult result, out bool pays)
    {
        var found = result.Evaluation.Result;
        var speedup = result.Benchmark!.Speedup[0]; // attach always times, one sample per call first
        double early = 1 - found.Exits[^1].Share, share = found.MacsMean / found.MacsStatic;
        double drop = result.BaselineAccuracy!.Value - found.Accuracy; // and always has a trunk
        pays = speedup.Mean > 1;
        string measured = $"{speedup.Mean:0.00} times as fast as the network without exits, for {Tables.Percent(share)} of its multiply-adds";
        return pays
            ? $"exits pay: {measured}; accuracy drops by {Tables.Percent(drop)}; {Hardest(result)}"
            : $"exits do not pay here: {Tables.Percent(early)} of the samples leave early, and with all heads the network is {measured}; "
                + "try more epochs, --mode joint, a larger --max-accuracy-drop, or a cascade with a smaller model";
    }

    private static string Hardest(ExperimentResult result)
    {
        var worst = result.Classes.MinBy(found => found.Change)!; // a run has samples
        return $"{result.Data.Labels[worst.Class]} loses most: {Tables.Percent(worst.Before)} before, {Tables.Percent(worst.After)} now";
    }
}
