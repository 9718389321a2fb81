using System.Diagnostics;

namespace Ponder.Inference.Deadlines;

/// <summary>A point in time by which an answer must be there.</summary>
/// <param name="Timestamp">On the clock of <see cref="Stopwatch"/>, in its ticks.</param>
public readonly record struct Deadline(long Timestamp)
{
    /// <summary>The time from now on.</summary>
    /// <param name="span">How long from now; not above some years.</param>
    public static Deadline In(TimeSpan span) => new(Stopwatch.GetTimestamp() + Ticks(span.TotalMilliseconds));

    /// <summary>For as long as it takes.</summary>
    public static Deadline Never => new(long.MaxValue);

    /// <summary>How long it is until then; negative when it has passed.</summary>
    public TimeSpan Left => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Timestamp);

    internal static long Ticks(double milliseconds) => (long)(milliseconds * Stopwatch.Frequency / 1000);
}
