namespace Ponder.Report.Charts;

/// <summary>One variant's times and where its lane stands.</summary>
/// <param name="Name">Written above the lane.</param>
/// <param name="Times">Milliseconds, ascending, at least one.</param>
/// <param name="Floor">The lane's base line in pixels.</param>
internal sealed record LatencyLane(string Name, double[] Times, double Floor)
{
    /// <summary>The quantile by nearest rank: a time that was measured.</summary>
    public double Quantile(double share) => Times[Math.Max(0, (int)Math.Ceiling(share * Times.Length) - 1)];
}
