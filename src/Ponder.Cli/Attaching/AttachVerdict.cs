using Ponder.Cli.Rendering;
using Ponder.Cli.Runs;

namespace Ponder.Cli.Attaching;

/// <summary>Whether exits are worth having, in a sentence.</summary>
internal static class AttachVerdict
{
    /// <summary>What to tell whoever asked for exits.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="pays">Whether a sample costs less than without exits.</param>
    public static string Of(ExperimentResult result, out bool pays)
    {
        var found = result.Evaluation.Result;
        double early = 1 - found.Exits[^1].Share, share = found.MacsMean / found.MacsStatic;
        double drop = result.Records.Accuracy(result.Records.Exits.Count - 1) - found.Accuracy;
        pays = share < 1;
        return pays
            ? $"exits pay: a sample costs {Tables.Percent(share)} of the multiply-adds without them, accuracy drops by {Tables.Percent(drop)}"
            : $"exits do not pay here: {Tables.Percent(early)} of the samples leave early, and with all heads a sample costs {Tables.Percent(share)} "
                + "of the multiply-adds without them; try more epochs, --mode joint, a larger --max-accuracy-drop, or a cascade with a smaller model";
    }
}
