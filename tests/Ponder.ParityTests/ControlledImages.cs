using Ponder.Control;
using Ponder.Graph;

namespace Ponder.ParityTests;

/// <summary>Images whose control nodes nest, skip a stage, rejoin the trunk and stop with a default answer.</summary>
internal static class ControlledImages
{
    public const int Count = 24;

    private const int Channels = 4;

    private static readonly float[] Middle = [0.08f, 0, 0.47f]; // moves scores so that every action wins for some image

    public static GatedGraph Build() => new ControlGraphBuilder("controlled images", seed: 5)
        .Input("x", 2, 6, 6)
        .Regular("stem", [new("x")], Layer)
        .Control("stage1", [new("stem")], ["wide", "narrow", "skip"], Scores(3))
        .Regular("wide", [new("stem")], Layer, new ControlEdge("stage1", "wide"))
        .Regular("narrow", [new("stem")], Layer, new ControlEdge("stage1", "narrow"))
        .Dummy("skipped", new ControlEdge("stage1", "skip"))
        .Merge("rejoined", ["wide", "narrow"], HostTensor.Of([0.25f], 1, 1, 1, 1))
        .Control("stage2", [new("rejoined")], ["go", "stop"], Scores(2))
        .Regular("deep", [new("rejoined"), new("wide", HostTensor.Of([0f], 1, 1, 1, 1))], Layer, new ControlEdge("stage2", "go"))
        .Control("stage3", [new("deep")], ["left", "right"], Scores(2), new ControlEdge("stage2", "go"))
        .Dummy("stopped", new ControlEdge("stage2", "stop"))
        .Regular("left", [new("deep")], Answer, new ControlEdge("stage3", "left"))
        .Regular("right", [new("deep")], Answer, new ControlEdge("stage3", "right"))
        .Merge("answer", ["left", "right"], HostTensor.Of([2f, -1, 0], 1, 3))
        .Build("answer");

    public static Dictionary<string, HostTensor> Feeds()
    {
        var random = new Random(4);
        return new() { ["x"] = HostTensor.Of([.. Enumerable.Range(0, Count * 72).Select(i => (random.NextSingle() - 0.5f) * (i / 72 % 5 * 4))], Count, 2, 6, 6) };
    }

    private static GraphValue Layer(GraphBuilder builder, string name, IReadOnlyList<GraphValue> inputs)
    {
        var x = inputs.Count == 1 ? inputs[0] : builder.Add("Add", $"{name}.sum", [.. inputs]);
        return builder.Relu(builder.Convolution(x, $"{name}.conv", Channels, kernel: 3, padding: 1), name);
    }

    private static LayerEmitter Scores(int actions) => (builder, name, inputs) =>
    {
        var scores = builder.Linear(builder.GlobalAveragePool(inputs[0], $"{name}.mean"), $"{name}.raw", actions);
        float[] middle = [.. Enumerable.Range(0, actions).Select(action => Middle[action])];
        return builder.Add("Add", name + ControlGraphConstants.Scores, [scores, builder.Constant($"{name}.middle", HostTensor.Of(middle, 1, actions))]);
    };

    private static GraphValue Answer(GraphBuilder builder, string name, IReadOnlyList<GraphValue> inputs) =>
        builder.Linear(builder.GlobalAveragePool(inputs[0], $"{name}.mean"), name, 3);
}
