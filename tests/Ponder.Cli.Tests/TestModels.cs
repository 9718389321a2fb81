using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Plans;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

/// <summary>Small models on disk.</summary>
internal static class TestModels
{
    /// <summary>An untrained B-LeNet; at a threshold of 10 everybody leaves at the first exit, at 0 nobody.</summary>
    public static string BranchyLeNet(ScratchFolder folder, float threshold = 0.5f)
    {
        string path = folder.File("model.onnx");
        Build(threshold).Save(path);
        return path;
    }

    /// <summary>The same in memory.</summary>
    public static GatedGraph Build(float threshold)
    {
        var graph = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(threshold));
        graph.Plan = graph.Plan! with { Preprocessing = new Preprocessing(1 / 255f, [0.1307f], [0.3081f]) };
        return graph;
    }

    /// <summary>An untrained residual network of 32 x 32 pixels whose images or positions halt after one to three units of each block.</summary>
    public static string Halting(ScratchFolder folder, HaltingKind kind = HaltingKind.Position)
    {
        string path = folder.File("halting.onnx");
        BuildHalting(kind).Save(path);
        return path;
    }

    /// <summary>The same in memory.</summary>
    public static GatedGraph BuildHalting(HaltingKind kind = HaltingKind.Position)
    {
        var graph = ResNet.BuildHalting(seed: 1, depth: 20, new HaltingOptions { Kind = kind, InitialBias = -0.7f });
        graph.Plan = graph.Plan! with { Preprocessing = new Preprocessing(1 / 255f, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]) };
        return graph;
    }

    /// <summary>An untrained LeNet without a plan, as somebody else's file.</summary>
    public static string Foreign(ScratchFolder folder)
    {
        string path = folder.File("foreign.onnx");
        GraphCutter.Extract(LeNet.Build(seed: 1), ["final.logits"]).Save(path);
        return path;
    }

    /// <summary>An untrained residual network of 16 x 16 pixels without a plan.</summary>
    public static string ForeignResNet(ScratchFolder folder, int classes)
    {
        var builder = new GraphBuilder("foreign", seed: 1);
        var active = builder.Relu(builder.NormalizedConvolution(builder.Input("input", TensorShape.Batch, 3, 16, 16), "stem", 8, kernel: 3, padding: 1), "relu");
        for (int i = 1; i <= 6; i++)
            active = builder.BasicBlock(active, $"block{i}", 8, stride: 1);
        string path = folder.File("resnet.onnx");
        builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(active, "features"), "answer", classes)).Save(path);
        return path;
    }

    /// <summary>A model with an operator that the engine lacks.</summary>
    public static string WithSinh(ScratchFolder folder)
    {
        // "Relu" and "Sinh" have four letters each, so that the file stays well-formed.
        byte[] bytes = Build(threshold: 0.5f).ToBytes();
        for (int i = bytes.AsSpan().IndexOf("Relu"u8); i >= 0; i = bytes.AsSpan().IndexOf("Relu"u8))
            "Sinh"u8.CopyTo(bytes.AsSpan(i));
        return folder.Write("sinh.onnx", bytes);
    }

    /// <summary>Untrained: one stage is wide, narrow or skipped, then a second goes on or stops with a default answer.</summary>
    public static string Controlled(ScratchFolder folder) => Save(folder, new ControlGraphBuilder("controlled", seed: 5)
        .Input("image", 1, 28, 28)
        .Regular("stem", [new("image")], (builder, name, inputs) => Layer(4)(builder, name, [builder.MaxPool(inputs[0], $"{name}.small", kernel: 4, stride: 4)]))
        .Control("stage1", [new("stem")], ["wide", "narrow", "skip"], Scores(0, 0.05f, 0.1f))
        .Regular("wide", [new("stem")], Layer(8), new ControlEdge("stage1", "wide"))
        .Regular("narrow", [new("stem")], Layer(2), new ControlEdge("stage1", "narrow"))
        .Dummy("skipped", new ControlEdge("stage1", "skip"))
        .Regular("narrow.widened", [new("narrow")], Layer(8), new ControlEdge("stage1", "narrow"))
        .Merge("rejoined", ["wide", "narrow.widened"], HostTensor.Of([0.25f], 1, 1, 1, 1))
        .Control("stage2", [new("rejoined")], ["go", "stop"], Scores(0, 0))
        .Dummy("stopped", new ControlEdge("stage2", "stop"))
        .Regular("deep", [new("rejoined")], Layer(8), new ControlEdge("stage2", "go"))
        .Regular("deep.answer", [new("deep")], Answer, new ControlEdge("stage2", "go"))
        .Merge("answer", ["deep.answer"], HostTensor.Of([2f, -1, 0, 0, 0, 0, 0, 0, 0, 0], 1, 10)));

    /// <summary>A chain of stages of two actions whose policy has collapsed: every sample takes the last path of all.</summary>
    public static string Collapsed(ScratchFolder folder, int stages)
    {
        var builder = new ControlGraphBuilder("collapsed", seed: 5).Input("image", 1, 28, 28)
            .Regular("m0", [new("image")], (graph, name, inputs) => graph.MaxPool(inputs[0], name, kernel: 4, stride: 4));
        for (int i = 1; i <= stages; i++)
        {
            builder.Control($"q{i}", [new($"m{i - 1}")], ["high", "low"], Scores(-1000, 1000))
                .Regular($"high{i}", [new($"m{i - 1}")], Layer(2), new ControlEdge($"q{i}", "high"))
                .Regular($"low{i}", [new($"m{i - 1}")], Layer(2), new ControlEdge($"q{i}", "low"))
                .Merge($"m{i}", [$"high{i}", $"low{i}"]);
        }

        return Save(folder, builder.Regular("answer", [new($"m{stages}")], Answer));
    }

    private static string Save(ScratchFolder folder, ControlGraphBuilder builder)
    {
        var graph = builder.Build("answer");
        graph.Plan = graph.Plan! with { Preprocessing = new Preprocessing(1 / 255f, [0.1307f], [0.3081f]) };
        string path = folder.File("controlled.onnx");
        graph.Save(path);
        return path;
    }

    private static LayerEmitter Layer(int channels) => (builder, name, inputs) =>
        builder.Relu(builder.Convolution(inputs[0], $"{name}.conv", channels, kernel: 3, padding: 1), name);

    private static LayerEmitter Scores(params float[] middle) => (builder, name, inputs) =>
    {
        var scores = builder.Linear(builder.GlobalAveragePool(inputs[0], $"{name}.mean"), $"{name}.raw", middle.Length);
        return builder.Add("Add", name + ControlGraphConstants.Scores, [scores, builder.Constant($"{name}.middle", HostTensor.Of(middle, 1, middle.Length))]);
    };

    private static GraphValue Answer(GraphBuilder builder, string name, IReadOnlyList<GraphValue> inputs) =>
        builder.Linear(builder.GlobalAveragePool(inputs[0], $"{name}.mean"), name, 10);
}
