using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>Thresholds for one call that send every sample to the same exit; the file's own stay untouched.</summary>
public static class ThresholdOverrides
{
    /// <summary>Thresholds at which nobody leaves before an exit and everybody whose score is a number leaves there.</summary>
    /// <param name="graph">A model with a plan.</param>
    /// <param name="exitIndex">0-based; the last exit gives the worst case.</param>
    /// <returns>Feeds of shape [1] by threshold name, infinite on purpose.</returns>
    /// <exception cref="ArgumentException">The model has no plan.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such exit.</exception>
    public static IReadOnlyDictionary<string, HostTensor> Forcing(GatedGraph graph, int exitIndex)
    {
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        ArgumentOutOfRangeException.ThrowIfNegative(exitIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exitIndex, plan.Exits.Count);
        var feeds = new Dictionary<string, HostTensor>();
        foreach (var (role, index) in plan.Exits.Select((role, index) => (role, index)))
        {
            if (role.Threshold is null)
                continue;
            bool leaves = index == exitIndex;
            float threshold = leaves == ExitComparison.AcceptsBelow(graph, role) ? float.PositiveInfinity : float.NegativeInfinity;
            feeds[role.Threshold] = HostTensor.Of([threshold], 1);
        }

        return feeds;
    }
}
