namespace Ponder.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Ran, but the target was not met.</summary>
    public const int TargetNotMet = 1;

    /// <summary>Wrong usage, bad input or a failing environment; one line on standard error says which.</summary>
    public const int BadInput = 2;

    /// <summary>Interrupted; training has written a checkpoint.</summary>
    public const int Interrupted = 130;
}
