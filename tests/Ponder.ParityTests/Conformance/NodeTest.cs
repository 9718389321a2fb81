using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.ParityTests.Conformance;

/// <summary>A model of one operator with inputs and the outputs that it must give.</summary>
/// <param name="Name">Its folder's name.</param>
/// <param name="Operator">The claimed operator that it tests.</param>
/// <param name="Model">The model; everything that the operator reads is an input.</param>
/// <param name="Inputs">In the order of the model's inputs; null for what is no tensor.</param>
/// <param name="Outputs">In the order of the model's outputs; null for what is no tensor.</param>
internal sealed record NodeTest(
    string Name, string Operator, ModelProto Model, IReadOnlyList<TensorProto?> Inputs, IReadOnlyList<TensorProto?> Outputs)
{
    private static readonly string[] TypeNames =
    [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "float64", "uint32", "uint64",
        "complex64", "complex128", "bfloat16",
    ];

    // The rest are weights, bounds, axes, sizes: what a classifier keeps as constants.
    private static readonly HashSet<string> ReadsDataOnly =
    [
        "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "Equal", "And", "Or", "Where", "Concat",
    ];

    /// <summary>The version of the operator set.</summary>
    public int Opset => (int)Model.OpsetImport[0].Version;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>What the test feeds or expects that a <see cref="HostTensor"/> does not hold, or that no executor takes; null for nothing.</summary>
    public string? FindForeign()
    {
        if (Inputs.Concat(Outputs).Any(tensor => tensor is not null && tensor.Dims.Contains(0) && (tensor.Dims.Count > 1 || Operator == "Split")))
            return "no elements";
        var foreign = Inputs.Concat(Outputs).FirstOrDefault(
            tensor => (ElementType?)tensor?.DataType is not (ElementType.Float32 or ElementType.Int64 or ElementType.Boolean));
        if (foreign is null && Inputs.Concat(Outputs).All(tensor => tensor is not null))
            return null;
        return foreign is null ? "something that is no tensor" : $"elements of type {TypeNames[foreign.DataType]}";
    }

    /// <summary>The model with its weights and other settings stored as constants.</summary>
    /// <param name="isBatched">Whether the first size becomes the batch; what has no such size is stored too.</param>
    /// <returns>The graph and what is fed to it; null when nothing has a first size.</returns>
    /// <exception cref="ModelFormatException">The graph is refused.</exception>
    public (GatedGraph Graph, Dictionary<string, HostTensor> Feeds)? Prepare(bool isBatched)
    {
        var model = Model.Clone();
        var inputs = model.Graph.Input.ToArray();
        int dataCount = ReadsDataOnly.Contains(Operator) ? inputs.Length : Math.Min(1, inputs.Length);
        var widest = Inputs.Take(dataCount).MaxBy(tensor => tensor!.Dims.Count);
        if (isBatched && widest is not { Dims.Count: > 0 })
            return null;
        long samples = isBatched ? Inputs.Take(dataCount).Where(IsWidest).Max(tensor => tensor!.Dims[0]) : 0;
        var feeds = new Dictionary<string, HostTensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            var tensor = Inputs[i]!;
            if (i < dataCount && (!isBatched || (IsWidest(tensor) && tensor.Dims[0] == samples)))
            {
                feeds[inputs[i].Name] = TensorCodec.Decode(tensor);
                if (isBatched)
                    inputs[i].Type.TensorType.Shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "N" };
            }
            else
            {
                var stored = tensor.Clone();
                stored.Name = inputs[i].Name;
                model.Graph.Initializer.Add(stored);
                model.Graph.Input.Remove(inputs[i]);
            }
        }

        foreach (var output in model.Graph.Output)
            output.Type.TensorType.Shape = null; // it would contradict the batch
        return (new GatedGraph(model, Name), feeds);

        bool IsWidest(TensorProto? tensor) => tensor!.Dims.Count == widest!.Dims.Count;
    }
}
