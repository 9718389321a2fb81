namespace Ponder.Plans;

/// <summary>What calibration promises of new samples that come as the calibration samples did.</summary>
/// <param name="Risk">What is bounded: <c>accuracy-drop</c> against the last exit, or <c>disagreement</c> with it.</param>
/// <param name="Limit">What it stays below, a fraction.</param>
/// <param name="Confidence">Probability, in (0, 1), over the draw of the calibration samples.</param>
/// <param name="Bound">How that is known: <c>betting</c> or <c>hoeffding-bentkus</c>.</param>
/// <param name="Samples">Samples that tested it, fewer than those that calibrated.</param>
public sealed record PromiseRecord(string Risk, double Limit, double Confidence, string Bound, int Samples)
{
    /// <summary>When it was made; null when that was not said.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>SHA-256 of the calibration samples and their classes, in hexadecimal digits; null when that was not said.</summary>
    public string? DataHash { get; init; }
}
