namespace Ponder.Cli.Runs;

/// <summary>What a verb that ran an experiment says at its end.</summary>
internal static class RunEnd
{
    /// <summary>Shows the result.</summary>
    /// <returns>The exit code: whether calibration met its target.</returns>
    public static int Show(Terminal terminal, RunFolder folder, ExperimentResult result, bool isJson)
    {
        if (isJson)
            CliJson.Write(terminal.Output, RunSummary.Of(folder, result), CliJson.Default.RunSummary);
        RunTables.Write(terminal.Tables(isJson), folder, result);
        return result.Calibration is { Met: false } ? ExitCodes.TargetNotMet : ExitCodes.Done;
    }
}
