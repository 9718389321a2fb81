using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Training.Objectives;

/// <summary>What a network whose units have masks spends: a part that every sample spends, and one for each mask.</summary>
internal sealed class MaskCosts
{
    private readonly long _always;
    private readonly long _masked;

    public MaskCosts(GatedGraph graph)
    {
        Costs = new SampleCosts(graph);
        DenseMacs = ExitCosts.Of(graph).StaticMacs;
        var byGate = Costs.Parts.Index().ToLookup(part => GateOf(part.Item), part => part.Index);
        Units = [.. byGate.Where(parts => parts.Key is not null).Select(parts => parts.ToArray())];
        _always = byGate[null].Sum(part => Costs.Parts[part].Macs);
        _masked = Units.Sum(MacsOf);
    }

    public SampleCosts Costs { get; }

    /// <summary>Multiply-adds of the network without masks.</summary>
    public long DenseMacs { get; }

    /// <summary>For each mask the indices of the parts that it decides about.</summary>
    public IReadOnlyList<int[]> Units { get; }

    /// <summary>The least that a sample can spend, as a share of <see cref="DenseMacs"/>: what no mask guards, and the masks themselves.</summary>
    public double LeastShare => _always / (double)DenseMacs;

    /// <summary>The share of every masked unit that meets a budget if all have the same, from 0 to 1.</summary>
    /// <param name="budget">Share of <see cref="DenseMacs"/>.</param>
    public double UnitShare(double budget) => _masked == 0 ? 1 : Math.Clamp(((budget * DenseMacs) - _always) / _masked, 0, 1);

    /// <summary>Multiply-adds of some parts at all positions.</summary>
    public long MacsOf(int[] parts) => parts.Sum(part => Costs.Parts[part].Macs);

    private string? GateOf(CostPart part) =>
        part.Positions?.Condition ?? (part.Demand.IsAlways ? null : Costs.Gates[part.Demand.GateIndex].Condition);
}
