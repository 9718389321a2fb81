using Ponder.Graph;

namespace Ponder.Export;

/// <summary>Any number of samples: those that a segment needs are gathered, and its results are scattered back.</summary>
/// <remarks>
/// For a demand D the file holds its mask, bool [N], and its rows, int64 [k, 1]: the samples of D in order. A tensor that is
/// there for D has k rows. Where D is Always there is neither: k is N.
/// </remarks>
internal sealed class RowsForm(GateMap map, ExportScope top) : BranchForm(map, top)
{
    /// <inheritdoc/>
    public override string Condition(Demand demand) => Top.Once(("any", demand), () =>
    {
        string count = Top.Add("Size", "asked.count", [Rows(demand)]);
        return Top.Add("Greater", "asked.any", [count, Top.Int64(0)]);
    });

    /// <inheritdoc/>
    public override string Move(ExportScope scope, string tensor, Demand demand)
    {
        var home = Map.Home(tensor);
        return home == demand || !Map.HasSamples(tensor)
            ? scope.Resolve(tensor)
            : scope.Once(("moved", tensor, demand), () =>
                scope.Add("GatherND", $"{tensor}.rows", [scope.Resolve(tensor), Positions(scope, demand, home)]));
    }

    /// <inheritdoc/>
    public override void Merge(ExportScope scope, GraphNode node, int gate, Demand demand, string output)
    {
        var shape = Map.Graph.Tensor(node.Output).Shape;
        int whole = IsThere(node.Inputs[1], demand) ? 1 : IsThere(node.Inputs[2], demand) ? 2 : 0;
        string merged = whole > 0
            ? Side(scope, node.Inputs[whole], demand, gate, shape)
            : Zeros(scope, Map.Graph.Tensor(node.Output), Sizes(scope, demand, gate, shape));
        for (int side = 1; side <= 2; side++)
        {
            if (side == whole)
                continue;
            var part = Map.Where(demand, gate, holds: side == 1);
            string updates = Side(scope, node.Inputs[side], part, gate, shape);
            string[] inputs = [merged, Positions(scope, part, demand), updates];
            bool isLast = side == 2 || whole == 2;
            merged = isLast ? scope.AddNamed("ScatterND", output, inputs) : scope.Add("ScatterND", $"{output}.open", inputs);
        }
    }

    /// <inheritdoc/>
    public override (string Then, string Else, string Outside)? Publish(ExportScope then, ExportScope otherwise, int gate, Demand demand)
    {
        string condition = Map.Condition(gate);
        string mask = Mask(demand);
        string closed = then.Add("Xor", $"{condition}.closed", [mask, mask]); // false for all N
        string own = then.Add("Reshape", $"{condition}.flat", [then.Resolve(condition), then.Int64s(-1)]);
        string all = then.Add("ScatterND", $"{condition}.then", [closed, Rows(demand), own]);
        string nobody = otherwise.Add("Identity", $"{condition}.else", [mask]); // nobody was asked, so the mask is false for all N
        string outside = Top.Unique($"{condition}.samples");
        Top.Set(("samples", gate), outside);
        return (all, nobody, outside);
    }

    private bool IsThere(string tensor, Demand demand) => Map.IsThere(tensor, demand);

    // A gate's outcome for all N samples, bool [N]; false where it was not asked.
    private string Samples(int gate) => Top.Once(("samples", gate), () =>
        Top.Add("Reshape", $"{Map.Condition(gate)}.samples", [Map.Condition(gate), Top.Int64s(-1)]));

    private string Mask(Demand demand) => Formula(demand, Samples);

    private string Rows(Demand demand) => Top.Once(("rows", demand), () => Indices(Top, Mask(demand)));

    // Where the rows of one demand lie among those of a wider one, int64 [k, 1].
    private string Positions(ExportScope scope, Demand part, Demand whole) => whole.IsAlways
        ? Rows(part)
        : scope.Once(("positions", part, whole), () => Indices(scope, scope.Add("GatherND", "asked.among", [Mask(part), Rows(whole)])));

    private static string Indices(ExportScope scope, string mask) => scope.Add(
        "Transpose", "asked.rows", [scope.Add("NonZero", "asked.columns", [mask])], ExportAttributes.Of("perm", 1, 0)); // [1, k] to [k, 1]

    // One side of a choice with the choice's own sizes: a scatter does not broadcast.
    private string Side(ExportScope scope, string tensor, Demand demand, int gate, TensorShape shape)
    {
        string moved = Map.Graph.IsConstant(tensor) ? scope.Constant(tensor) : Move(scope, tensor, demand);
        return Map.HasSamples(tensor) && Map.Graph.Tensor(tensor).Shape == shape
            ? moved
            : scope.Add("Expand", $"{tensor}.wide", [moved, Sizes(scope, demand, gate, shape)]);
    }

    private string Sizes(ExportScope scope, Demand demand, int gate, TensorShape shape) => scope.Once(("sizes", demand, shape), () =>
    {
        string samples = demand.IsAlways ? Samples(gate) : scope.Add("Squeeze", "asked.list", [Rows(demand), scope.Int64s(1)]);
        string count = scope.Add("Shape", "asked.counts", [samples]);
        long[] sizes = [.. shape.Dimensions.Skip(1).Select(size => (long)size)];
        return scope.Add("Concat", "asked.sizes", [count, scope.Int64s(sizes)], ExportAttributes.Of("axis", 0));
    });

    private static string Zeros(ExportScope scope, TensorInfo tensor, string sizes)
    {
        var zero = ExportConstants.Zeros(tensor.ElementType, 1);
        return scope.Add("ConstantOfShape", $"{tensor.Name}.zeros", [sizes], ExportAttributes.Of("value", zero));
    }
}
