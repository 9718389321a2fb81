using Ponder.Graph.Onnx;

namespace Ponder.Graph.Shapes;

/// <summary>Infers type and shape of every tensor, keeping the batch symbolic.</summary>
internal static class ShapeInference
{
    /// <summary>What could be inferred, and for each node that could not be followed, why.</summary>
    public static (Dictionary<string, TensorInfo> Tensors, IReadOnlyList<string> Faults) Infer(GatedGraph graph)
    {
        var tensors = new Dictionary<string, TensorInfo>();
        var faults = new List<string>();
        var folding = new ShapeFolding(graph, tensors);
        foreach (string name in graph.ConstantNames)
            tensors[name] = OfConstant(graph, name);
        foreach (var input in graph.Proto.Graph.Input)
        {
            if (tensors.ContainsKey(input.Name))
                continue;
            if (OfInput(input) is { } info)
                tensors[input.Name] = info;
            else
                faults.Add($"input '{input.Name}': expected a tensor with a batch and fixed sizes, got {Describe(input)}");
        }

        foreach (var node in graph.Nodes)
        {
            if (node.Inputs.FirstOrDefault(input => input.Length > 0 && !tensors.ContainsKey(input)) is { } unknown)
            {
                // The reason is already listed where the tensor is made, unless it is a second output: those have no rule.
                if (graph.Producer(unknown) is { } producer && tensors.ContainsKey(producer.Output))
                    faults.Add($"node '{node.Name}' ({node.OpType}): expected first outputs, got '{unknown}' of {producer}");
                continue;
            }

            if (folding.Fold(node) is { } value)
            {
                graph.Fold(node, value);
                tensors[node.Output] = OfConstant(graph, node.Output);
                continue;
            }

            if (node.Inputs.Where((input, i) => folding.HoldsBatch(input) && (node.OpType, i) is not (("Reshape", 1) or ("Resize", 3))).FirstOrDefault() is { } batch)
            {
                faults.Add($"node '{node.Name}' ({node.OpType}): expected numbers that do not depend on the batch, got '{batch}'");
                continue;
            }

            try
            {
                var inputs = node.Inputs.Select(input => input.Length > 0 ? tensors[input] : null).ToArray();
                foreach (var (output, (type, shape)) in node.Outputs.Zip(ShapeRules.Apply(graph, node, inputs)))
                    tensors[output] = new TensorInfo(output, type, shape);
            }
            catch (ModelFormatException error)
            {
                faults.Add(error.Faults[0]);
            }
        }

        return (tensors, faults);
    }

    private static TensorInfo OfConstant(GatedGraph graph, string name)
    {
        var (type, dims) = graph.StoredType(name);
        return new TensorInfo(name, type, TensorShape.Of([.. dims]));
    }

    private static TensorInfo? OfInput(ValueInfoProto input)
    {
        var type = input.Type?.TensorType;
        if (type?.Shape is not { Dim.Count: > 0 } shape)
            return null;
        int[] sizes = new int[shape.Dim.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            var dimension = shape.Dim[i];
            bool isFixed = dimension.HasDimValue && dimension.DimValue is > 0 and <= int.MaxValue;
            if (!isFixed && i > 0)
                return null;
            sizes[i] = isFixed ? (int)dimension.DimValue : TensorShape.Batch;
        }

        var info = new TensorInfo(input.Name, (ElementType)type.ElemType, TensorShape.Of(sizes));
        return info.Shape.SampleLength <= int.MaxValue ? info : null;
    }

    private static string Describe(ValueInfoProto input) => input.Type?.TensorType?.Shape is { } shape
        ? $"[{string.Join(", ", shape.Dim.Select(d => d.HasDimValue ? $"{d.DimValue}" : d.DimParam))}]"
        : "no shape";
}
