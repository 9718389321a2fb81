namespace Ponder.Serving.Load.Soak;

/// <summary>Whether the server's memory grows: the median of the last five minutes against that of the first five, after one to warm up.</summary>
/// <param name="duration">Of the run; one of less than eleven minutes has shorter parts, one of less than two a shorter warm-up.</param>
internal sealed class MemoryWatch(TimeSpan duration)
{
    private const double MostGrowth = 0.05;

    private readonly List<(TimeSpan At, long KiB)> _samples = [];
    private readonly TimeSpan _warmUp = Least(TimeSpan.FromMinutes(1), duration / 2);

    /// <summary>Whether it grew by no more than a twentieth.</summary>
    public bool IsSteady => Growth <= MostGrowth;

    private TimeSpan Part => Least(TimeSpan.FromMinutes(5), (duration - _warmUp) / 2);

    private double First => Median(_warmUp, _warmUp + Part);

    private double Last => Median(duration - Part, TimeSpan.MaxValue);

    private double Growth => (Last / First) - 1;

    /// <summary>Adds a measurement.</summary>
    public void Add(TimeSpan at, long residentKiB) => _samples.Add((at, residentKiB));

    /// <summary>One line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"resident memory: first {First / 1024:F1} MiB, last {Last / 1024:F1} MiB, {Growth:+0.0 %;-0.0 %} (at most {MostGrowth:+0 %})");

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    // Not a number where nothing was measured, so that it is not steady.
    private double Median(TimeSpan from, TimeSpan until)
    {
        long[] found = [.. _samples.Where(sample => sample.At >= from && sample.At <= until).Select(sample => sample.KiB).Order()];
        return found.Length == 0 ? double.NaN : found[found.Length / 2];
    }
}
