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

    /// <summary>Shows the curve of a network whose units halt.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(Terminal terminal, RunFolder folder, HaltingResult result, bool isJson)
    {
        if (isJson)
            CliJson.Write(terminal.Output, result, CliJson.Default.HaltingResult);
        HaltingTables.Write(terminal.Tables(isJson), folder, result);
        return ExitCodes.Done;
    }

    /// <summary>Shows the curve of a control graph.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(Terminal terminal, RunFolder folder, ControlResult result, bool isJson)
    {
        if (isJson)
            CliJson.Write(terminal.Output, result, CliJson.Default.ControlResult);
        ControlTables.Write(terminal.Tables(isJson), folder, result);
        return ExitCodes.Done;
    }
}
