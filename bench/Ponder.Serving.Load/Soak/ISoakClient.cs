namespace Ponder.Serving.Load.Soak;

/// <summary>A kind of client, well-behaved or not.</summary>
internal interface ISoakClient
{
    /// <summary>What it does.</summary>
    string Name { get; }

    /// <summary>How long it waits before it does it again. Default: not at all.</summary>
    TimeSpan Pause => TimeSpan.Zero;

    /// <summary>Does it once.</summary>
    /// <param name="cancellationToken">Ends the patience for an answer.</param>
    Task<SoakOutcome> StepAsync(CancellationToken cancellationToken);
}
