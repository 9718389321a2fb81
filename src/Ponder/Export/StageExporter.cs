using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Plans;

namespace Ponder.Export;

/// <summary>Cuts a model at its exits.</summary>
internal sealed class StageExporter
{
    private readonly GatedGraph _graph;
    private readonly ModelPlan _plan;
    private readonly IReadOnlyList<GraphNode>[] _nodes; // that a stage adds to those before it
    private readonly Dictionary<string, int> _madeIn = [];

    private StageExporter(GatedGraph graph, ModelPlan plan)
    {
        (_graph, _plan) = (graph, plan);
        _nodes = new IReadOnlyList<GraphNode>[plan.Exits.Count];
        for (int s = 0; s < _nodes.Length; s++)
        {
            _nodes[s] = [.. NodesFor(plan.Exits[s]).Where(node => !_madeIn.ContainsKey(node.Output))];
            foreach (string output in _nodes[s].SelectMany(node => node.Outputs))
                _madeIn[output] = s;
        }
    }

    public static StagedModel Export(GatedGraph graph)
    {
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        var exporter = new StageExporter(graph, plan);
        var files = new List<byte[]>();
        var stages = new List<Stage>();
        for (int s = 0; s < plan.Exits.Count; s++)
        {
            string[] inputs = [.. exporter.InputsOf(s)];
            string[] carried = [.. exporter.CarriedBy(s)];
            files.Add(exporter.Cut(s, inputs, carried));
            string? threshold = plan.Exits[s].Threshold;
            stages.Add(new Stage(
                plan.Exits[s].Name, $"stage{s + 1}.onnx", [.. inputs.Select(exporter.Describe)], [.. carried.Select(exporter.Describe)],
                threshold, threshold is null ? null : graph.Constant(threshold).Floats[0],
                exporter._nodes[s].Sum(node => NodeCost.Macs(graph, node))));
        }

        return new StagedModel(new StageManifest(Path.GetFileName(graph.Source), stages, plan.Labels, plan.Preprocessing), files);
    }

    private List<GraphNode> NodesFor(ExitRole exit)
    {
        var needed = new HashSet<string>([exit.Logits]);
        if (exit.Gate is not null)
            needed.Add(exit.Gate);
        var nodes = new List<GraphNode>();
        foreach (var node in _graph.Nodes.Reverse().Where(node => node.Outputs.Any(needed.Contains)))
        {
            nodes.Add(node);
            needed.UnionWith(node.Inputs);
        }

        nodes.Reverse();
        return nodes;
    }

    private IEnumerable<string> InputsOf(int stage) => ReadBy(stage)
        .Where(tensor => _madeIn.TryGetValue(tensor, out int made) ? made < stage : !_graph.IsConstant(tensor));

    private IEnumerable<string> CarriedBy(int stage) => Enumerable.Range(stage + 1, _nodes.Length - stage - 1)
        .SelectMany(ReadBy).Where(tensor => _madeIn.GetValueOrDefault(tensor, -1) == stage).Distinct();

    // Where an exit's own answer was made earlier, its stage still says it.
    private IEnumerable<string> ReadBy(int stage) => _nodes[stage].SelectMany(node => node.Inputs)
        .Append(_plan.Exits[stage].Logits).Append(_plan.Exits[stage].Gate ?? "")
        .Where(tensor => tensor.Length > 0).Distinct();

    private byte[] Cut(int stage, string[] inputs, string[] carried)
    {
        var exit = _plan.Exits[stage];
        string[] needed = [.. carried.Append(exit.Logits).Concat(exit.Gate is null ? [] : [exit.Gate]).Distinct()];
        var part = GraphCutter.Extract(_graph, needed, inputs);
        var builder = GraphBuilder.Extend(part, seed: 0);
        var answer = builder.Value(exit.Logits);
        var logits = exit.Logits == EarlyExitConstants.Logits ? answer : builder.Add("Identity", EarlyExitConstants.Logits, [answer]);
        var probabilities = builder.Add("Softmax", "stage.probabilities", [logits], ("axis", 1));
        var confidence = builder.Add(
            "ReduceMax", EarlyExitConstants.Confidence, [probabilities], ("axes", new[] { 1 }), ("keepdims", 1));
        GraphValue[] accept = exit.Gate is null ? [] : [builder.Add("Identity", "accept", [builder.Value(exit.Gate)])];
        var graph = builder.Build(plan: null, [logits, .. accept, confidence, .. carried.Select(builder.Value)]);
        graph.Proto.MetadataProps.Add(new StringStringEntryProto { Key = ExportFormats.MetadataKey, Value = ExportFormats.Stages });
        return graph.ToBytes();
    }

    private StageTensor Describe(string tensor)
    {
        var info = _graph.Tensor(tensor);
        return new StageTensor(tensor, info.ElementType.ToString().ToLowerInvariant(), [.. info.Shape.Dimensions.Skip(1)]);
    }
}
