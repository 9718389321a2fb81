using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>Makes the masks of a graph; layers that are asked at the same positions share theirs.</summary>
internal sealed class PositionMasks(GraphView view, IReadOnlyDictionary<string, TensorLayout> layouts)
{
    private readonly List<PositionMask> _made = [];

    public IReadOnlyList<PositionMask> Made => _made;

    /// <summary>The mask of the positions at which an operator's result is asked; null for everywhere.</summary>
    public PositionMask? Of(FusedOperator fused)
    {
        if (view.AskedOf(fused.Output) is not { } demand || !layouts.TryGetValue(view.Resolve(demand.Condition), out var condition)
            || condition is not { IsImage: true, Info.ElementType: ElementType.Boolean })
        {
            return null;
        }

        if (_made.FirstOrDefault(mask => mask.Condition == condition && mask.Radius == demand.Radius) is { } known)
            return known;
        _made.Add(new PositionMask(_made.Count, condition, demand.Radius));
        return _made[^1];
    }
}
