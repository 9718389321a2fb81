using Ponder.Graph;

namespace Ponder.Export;

/// <summary>How samples are told apart: by lists of rows, or not at all where there is but one.</summary>
/// <param name="map">The graph.</param>
/// <param name="top">The whole file.</param>
internal abstract class BranchForm(GateMap map, ExportScope top)
{
    protected GateMap Map => map;

    protected ExportScope Top => top;

    /// <summary>Whether anybody demands a segment: one bool.</summary>
    public abstract string Condition(Demand demand);

    /// <summary>A tensor with the rows of a demand, a part of those that it is there for.</summary>
    public abstract string Move(ExportScope scope, string tensor, Demand demand);

    /// <summary>Brings two sides of a choice together of which at least one is not there for everybody.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="node">The choice.</param>
    /// <param name="gate">Its gate.</param>
    /// <param name="demand">Who asks it; the gate is open for some and closed for others of them.</param>
    /// <param name="output">The new name of what the choice gives.</param>
    public abstract void Merge(ExportScope scope, GraphNode node, int gate, Demand demand, string output);

    /// <summary>What stands for a tensor when the branch that makes it did not run: no rows, of the right rank and type.</summary>
    public virtual string Nothing(ExportScope otherwise, TensorInfo tensor) => otherwise.Add(
        "Constant", $"{tensor.Name}.else", [],
        ExportAttributes.Of("value", ExportConstants.Zeros(tensor.ElementType, tensor.Shape.WithBatch(0))));

    /// <summary>In a branch that has decided a gate: what else the scopes around it must know of it.</summary>
    /// <returns>What says it in the branch, in the other branch, and around them; null where the condition itself says it.</returns>
    public virtual (string Then, string Else, string Outside)? Publish(ExportScope then, ExportScope otherwise, int gate, Demand demand) => null;

    /// <summary>The formula of a demand over bools of the whole file.</summary>
    /// <param name="demand">Neither Always nor Never.</param>
    /// <param name="outcome">What stands for a gate.</param>
    protected string Formula(Demand demand, Func<int, string> outcome) => top.Once(("formula", demand), () =>
    {
        var (whenTrue, whenFalse) = (demand.WhenTrue!, demand.WhenFalse!); // neither Always nor Never
        string gate = outcome(demand.GateIndex);
        string? open = whenTrue.IsNever ? null : whenTrue.IsAlways ? gate : top.Add("And", "asked", [gate, Formula(whenTrue, outcome)]);
        if (whenFalse.IsNever)
            return open!; // a formula that never holds has no gate
        string closed = top.Once(("not", demand.GateIndex), () => top.Add("Not", "closed", [gate]));
        if (!whenFalse.IsAlways)
            closed = top.Add("And", "asked", [closed, Formula(whenFalse, outcome)]);
        return open is null ? closed : top.Add("Or", "asked", [open, closed]);
    });
}
