using Ponder.Graph;

namespace Ponder.Export;

/// <summary>One sample: a gate's condition decides for the whole tensor, and nothing is gathered.</summary>
internal sealed class SingleForm(GateMap map, ExportScope top) : BranchForm(map, top)
{
    /// <inheritdoc/>
    public override string Condition(Demand demand) => Formula(demand, Map.Condition);

    /// <inheritdoc/>
    public override string Move(ExportScope scope, string tensor, Demand demand) => scope.Resolve(tensor);

    /// <inheritdoc/>
    public override void Merge(ExportScope scope, GraphNode node, int gate, Demand demand, string output)
    {
        var (then, otherwise) = (Side(scope, node, 1), Side(scope, node, 2));
        scope.AddNamed(
            "If", output, [scope.Resolve(Map.Condition(gate))],
            ExportAttributes.Of("then_branch", then.Graph), ExportAttributes.Of("else_branch", otherwise.Graph));
    }

    /// <inheritdoc/>
    public override string Nothing(ExportScope otherwise, TensorInfo tensor)
    {
        if (Map.DecidingGateOf(tensor.Name) is null)
            return base.Nothing(otherwise, tensor);
        int[] sizes = tensor.Shape.WithBatch(1); // other conditions are made of it, so it has its one element
        return otherwise.Add(
            "Constant", $"{tensor.Name}.else", [], ExportAttributes.Of("value", ExportConstants.Zeros(ElementType.Boolean, sizes)));
    }

    private ExportScope Side(ExportScope scope, GraphNode node, int side)
    {
        var branch = scope.Branch($"{node.Output}.{(side == 1 ? "open" : "closed")}");
        string tensor = node.Inputs[side];
        string source = Map.Graph.IsConstant(tensor) ? branch.Constant(tensor) : scope.Resolve(tensor);
        var output = Map.Graph.Tensor(node.Output);
        bool hasSizes = Map.HasSamples(tensor) && Map.Graph.Tensor(tensor).Shape == output.Shape;
        string result = hasSizes
            ? branch.Add("Identity", branch.Graph.Name, [source])
            : branch.Add("Expand", branch.Graph.Name, [source, branch.Int64s([.. output.Shape.WithBatch(1).Select(size => (long)size)])]);
        branch.Output(result, output.ElementType);
        return branch;
    }
}
