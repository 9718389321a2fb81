using Ponder.EarlyExit;
using Ponder.Graph;
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

    private static GatedGraph Build(float threshold)
    {
        var graph = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(threshold));
        graph.Plan = graph.Plan! with { Preprocessing = new Preprocessing(1 / 255f, [0.1307f], [0.3081f]) };
        return graph;
    }
}
