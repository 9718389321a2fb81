using Ponder.Graph;
using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>What a batch spends, with gradients to the gates: <see cref="SampleCosts"/> of gates that are numbers.</summary>
/// <param name="costs">The parts of which costs are made.</param>
internal sealed class SoftCosts(SampleCosts costs)
{
    /// <summary>How often each part is spent: a mean over samples, and over the positions of a part that has some; scalars.</summary>
    /// <param name="gateOf">Gates by index.</param>
    /// <param name="count">Samples of the batch.</param>
    public IReadOnlyList<Tensor> Shares(Func<int, SoftGate> gateOf, int count)
    {
        var chances = new Dictionary<Demand, Tensor>();
        return [.. costs.Parts.Select(part => part.Positions is { } positions ? AtPositions(positions).mean() : Chance(part.Demand).mean())];

        Tensor AtPositions(PositionDemand positions)
        {
            var gate = gateOf(costs.Gates.First(gate => gate.Condition == positions.Condition).Index); // the analyses name gates of one graph
            int radius = positions.Radius, size = (2 * radius) + 1;
            return (radius == 0 ? gate : gate.Map(map => nn.functional.max_pool2d(map, [size, size], [1L, 1], [radius, radius]))).Through;
        }

        Tensor Chance(Demand demand)
        {
            if (chances.TryGetValue(demand, out var known))
                return known;
            if (demand.WhenTrue is null)
                return chances[demand] = demand.IsAlways ? ones(count, 1) : zeros(count, 1);
            var gate = gateOf(demand.GateIndex);
            if (gate.Hard.dim() == 4)
                gate = gate.Map(map => map.amax([2, 3])); // [N, 1]
            return chances[demand] = lerp(Chance(demand.WhenFalse!), Chance(demand.WhenTrue), gate.Through); // a formula with a gate has both
        }
    }

    /// <summary>Multiply-adds of some parts as a share of others', a scalar.</summary>
    /// <param name="shares">What <see cref="Shares"/> gave.</param>
    /// <param name="parts">Indices of the parts.</param>
    /// <param name="macs">The multiply-adds that the result is a share of.</param>
    public Tensor Spent(IReadOnlyList<Tensor> shares, IEnumerable<int> parts, double macs)
    {
        var spent = zeros(1);
        foreach (int part in parts)
        {
            using var weight = (costs.Parts[part].Macs / macs).ToScalar(); // held until the call has returned
            spent = spent.add(shares[part].mul(weight), HeldScalars.One);
        }

        return spent;
    }
}
