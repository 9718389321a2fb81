using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>Lets images whose lifetimes do not overlap share a buffer, so that a deep network stays in cache.</summary>
/// <remarks>
/// Only images of one geometry, or without borders, share: then the border of one is that of the other and stays zero. Segments run one after the
/// other for all samples of a chunk, so the order of operators is the order in time whatever a sample demands.
/// </remarks>
internal sealed class SlotPlanner
{
    private readonly Dictionary<int, int> _lastUse = [];
    private readonly Dictionary<int, int> _newSlots = [];
    private readonly bool _hasPasses;
    private readonly List<TensorLayout> _owners = []; // by new slot, the last that took it

    private SlotPlanner(GraphView view, IReadOnlyList<FusedOperator> operators, LayoutPlan plan, bool hasPasses)
    {
        _hasPasses = hasPasses;
        for (int i = 0; i < operators.Count; i++)
        {
            // The side of a choice that is never asked is not there.
            foreach (string read in operators[i].Reads(view).Where(plan.Layouts.ContainsKey))
                _lastUse[plan.Layouts[read].Slot] = i;
        }

        foreach (string output in view.Outputs.Where(plan.Layouts.ContainsKey))
            _lastUse[plan.Layouts[output].Slot] = int.MaxValue;
    }

    public static LayoutPlan Share(GraphView view, IReadOnlyList<FusedOperator> operators, LayoutPlan plan, bool hasPasses)
    {
        var planner = new SlotPlanner(view, operators, plan, hasPasses);
        var written = operators.Select(fused => fused.Output).ToHashSet();
        foreach (var layout in plan.Layouts.Values.Where(layout => !written.Contains(layout.Info.Name)))
            planner.Place(layout, now: -1, replaced: null);
        for (int i = 0; i < operators.Count; i++)
        {
            // What is added to a result may be overwritten by it, unless the operator also computes from it.
            var fused = operators[i];
            var replaced = fused.Residual is { } residual && residual != fused.Source(view) ? plan.Layouts[residual] : null;
            if (!plan.Views.Contains(fused.Output))
                planner.Place(plan.Layouts[fused.Output], i, replaced);
        }

        var shared = plan.Layouts.ToDictionary(entry => entry.Key, entry => entry.Value with { Slot = planner._newSlots[entry.Value.Slot] });
        return plan with { Layouts = shared };
    }

    private void Place(TensorLayout layout, int now, TensorLayout? replaced)
    {
        if (_newSlots.ContainsKey(layout.Slot))
            return; // written over what lies there
        int slot = _owners.FindIndex(owner => IsAlike(owner, layout) && IsOver(owner, now, replaced));
        if (slot < 0)
        {
            slot = _owners.Count;
            _owners.Add(layout);
        }

        (_newSlots[layout.Slot], _owners[slot]) = (slot, layout);
    }

    private bool IsOver(TensorLayout owner, int now, TensorLayout? replaced) =>
        _lastUse.GetValueOrDefault(owner.Slot, -1) is var last && (last < now || (last == now && owner.Slot == replaced?.Slot));

    private bool IsAlike(TensorLayout one, TensorLayout other) =>
        one.IsImage && other.IsImage && one.Info.ElementType == ElementType.Float32 && other.Info.ElementType == ElementType.Float32
        && one.Border == other.Border && (one.Info.Shape == other.Info.Shape || (one.Border == default && (!_hasPasses || one.SampleStride == other.SampleStride)));
}
