using Ponder.Graph.Onnx;

namespace Ponder.Graph.Opsets;

/// <summary>Brings a model to one opset, so that shape rules and executors know one meaning of each operator.</summary>
/// <remarks>
/// Two sweeps: what can be seen from a node alone, then what depends on shapes. An operator without a rule means the same in
/// all opsets from <see cref="Oldest"/> to <see cref="Newest"/>.
/// </remarks>
internal static class OpsetConverter
{
    public const int Oldest = 9;
    public const int Meaning = 17;
    public const int Newest = 21;

    private const int IrVersion = 8; // the first that may hold the opset

    /// <summary>The model in its one meaning; the file is left as it is.</summary>
    public static ConvertedModel Convert(ModelProto file, string source)
    {
        int opset = OpsetOf(file);
        if (opset == Meaning)
            return new ConvertedModel(file, new HashSet<string>(), []);
        var rules = OpsetRules.All.Where(rule => opset >= rule.First && opset <= rule.Last).ToDictionary(rule => rule.OpType);
        var faults = new List<string>();
        var names = new TensorNames(file);
        var model = Sweep(file, node => RuleOf(node) is { NeedsShapes: false } rule ? rule : null, shapes: null);
        if (model.Graph.Node.Any(node => RuleOf(node) is { NeedsShapes: true }))
        {
            var shapes = new GatedGraph(Unplanned(model), source);
            model = Sweep(model, node => RuleOf(node) is { NeedsShapes: true } rule ? rule : null, shapes);
        }

        return new ConvertedModel(model, names.Made, faults);

        OpsetRule? RuleOf(NodeProto node) => IsStandard(node.Domain) ? rules.GetValueOrDefault(node.OpType) : null;

        ModelProto Sweep(ModelProto from, Func<NodeProto, OpsetRule?> ruleOf, GatedGraph? shapes)
        {
            var to = CopyWithSameTensors(from);
            to.Graph.Node.Clear();
            foreach (var node in from.Graph.Node)
            {
                var rewrite = new NodeRewrite(node, opset, names, shapes);
                try
                {
                    if (shapes is null && IsStandard(node.Domain) && node.Attribute.Any(attribute => attribute.G is not null || attribute.Graphs.Count > 0))
                        throw rewrite.Refusal("it holds graphs");
                    ruleOf(node)?.Rewrite(rewrite);
                    to.Graph.Node.Add(rewrite.Nodes);
                    to.Graph.Initializer.Add(rewrite.Constants);
                }
                catch (ModelFormatException error)
                {
                    faults.Add(error.Faults[0]);
                    to.Graph.Node.Add(node);
                }
            }

            return to;
        }
    }

    /// <summary>The version of the standard operators that a file asks for.</summary>
    public static int OpsetOf(ModelProto model) => (int)(model.OpsetImport.FirstOrDefault(o => IsStandard(o.Domain))?.Version ?? Meaning);

    /// <summary>Whether a domain is that of the standard operators.</summary>
    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    // Stored tensors stay the same objects: setting a constant of the graph sets that of the file.
    private static ModelProto CopyWithSameTensors(ModelProto from)
    {
        var to = from.Clone(); // the bytes of tensors are shared
        to.IrVersion = Math.Max(to.IrVersion, IrVersion);
        foreach (var opset in to.OpsetImport.Where(o => IsStandard(o.Domain)))
            opset.Version = Meaning;
        to.Graph.Initializer.Clear();
        to.Graph.Initializer.Add(from.Graph.Initializer);
        return to;
    }

    private static ModelProto Unplanned(ModelProto model)
    {
        var copy = CopyWithSameTensors(model);
        copy.MetadataProps.Clear();
        return copy;
    }
}
