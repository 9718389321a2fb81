using Ponder.Graph;
using Ponder.Training.Execution;
using static TorchSharp.torch;

namespace Ponder.Training.Tests;

public sealed class TorchGraphTests
{
    [Fact]
    public void Run_NormalizationInTraining_TakesTheBatchsStatistics()
    {
        float[] normalized = Run(Normalization(), [1, 3, 5, 7], training: true); // mean 4, variance 5

        Assert.Equal([-1.341640f, -0.447213f, 0.447213f, 1.341640f], normalized, (expected, actual) => Math.Abs(expected - actual) < 1e-5);
    }

    [Fact]
    public void Run_NormalizationInTraining_MovesTheRunningStatistics()
    {
        var graph = Normalization();

        Run(graph, [1, 3, 5, 7], training: true); // unbiased variance 20 / 3

        Assert.Equal(0.4f, graph.Constant("y.mean").Floats[0], 1e-5f);
        Assert.Equal(0.9f + (0.1f * 20 / 3), graph.Constant("y.variance").Floats[0], 1e-5f);
    }

    [Fact]
    public void Run_NormalizationInEvaluation_LeavesTheRunningStatistics()
    {
        var graph = Normalization();

        float[] normalized = Run(graph, [1, 3, 5, 7], training: false);

        Assert.Equal(3, normalized[1], 1e-4f);
        Assert.Equal(0, graph.Constant("y.mean").Floats[0]);
    }

    [Fact]
    public void Run_FrozenNormalizationInTraining_WorksAsInEvaluation()
    {
        float[] normalized = Run(Normalization(), [1, 3, 5, 7], training: true, frozen: ["y.scale"]);

        Assert.Equal(3, normalized[1], 1e-4f);
    }

    [Fact]
    public void Run_DropoutInEvaluation_PassesEverything() =>
        Assert.Equal([1, 3, 5, 7], Run(Build((b, x) => b.Dropout(x, "y", 0.5f)), [1, 3, 5, 7], training: false));

    [Fact]
    public void Run_DropoutInTraining_ZeroesOrDoubles()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 64)];

        float[] dropped = Run(Build((b, x) => b.Dropout(x, "y", 0.5f)), ones, training: true);

        Assert.Equal([0, 2], dropped.Distinct().Order());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void Run_LocalResponse_AgreesWithItsFormula(int size)
    {
        var graph = Build((b, x) => b.LocalResponseNormalization(x, "y", size, 0.5f, 0.75f, 2), channels: 4, height: 1, width: 1);

        float[] normalized = Run(graph, [1, 2, 3, 4], training: false);

        double squares = size == 3 ? 4 + 9 + 16 : 9 + 16;
        Assert.Equal(3 / Math.Pow(2 + (0.5 / size * squares), 0.75), normalized[2], 1e-5);
    }

    [Fact]
    public void Run_SliceThenPad_TakesEverySecondAndAddsZeros()
    {
        var graph = Build((b, x) => b.Add("Pad", "y", [Sliced(b, x), b.Constant("pads", HostTensor.Of([0L, 0, 0, 1, 0, 0, 0, 2], 8))]), width: 4);

        Assert.Equal([0, 1, 3, 0, 0, 0, 5, 7, 0, 0], Run(graph, [1, 2, 3, 4, 5, 6, 7, 8], training: false));
    }

    [Fact]
    public void Run_Concat_JoinsChannels() =>
        Assert.Equal([1, 2, -1, -2], Run(Build((b, x) => b.Add("Concat", "y", [x, b.Add("Neg", "n", [x])], ("axis", 1))), [1, 2], training: false));

    [Fact]
    public void Run_AveragePoolPadded_CountsOnlyPixels()
    {
        var graph = Build((b, x) => b.Add(
            "AveragePool", "y", [x], ("kernel_shape", new[] { 1, 2 }), ("pads", new[] { 0, 1, 0, 1 })));

        Assert.Equal([2, 4, 6], Run(graph, [2, 6], training: false));
    }

    [Fact]
    public void Run_ReluOfATensorAskedFor_LeavesItAsItIs()
    {
        var graph = Build((b, x) => b.Relu(b.Add("Add", "sum", [x, b.Constant("one", HostTensor.Of([1f], 1))]), "y"));
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(graph);

        var results = network.Run(new Dictionary<string, Tensor> { ["x"] = tensor([-3f, 1f], [1L, 1, 1, 2]) }, ["sum", "y"]);

        Assert.Equal([-2, 2], results["sum"].data<float>().ToArray());
    }

    private static GraphValue Sliced(GraphBuilder builder, GraphValue input) => builder.Add(
        "Slice", "s",
        [
            input, builder.Constant("starts", HostTensor.Of([0L], 1)), builder.Constant("ends", HostTensor.Of([100L], 1)),
            builder.Constant("axes", HostTensor.Of([3L], 1)), builder.Constant("steps", HostTensor.Of([2L], 1)),
        ]);

    private static GatedGraph Normalization() => Build((b, x) => b.Add(
        "BatchNormalization", "y",
        [
            x, b.Constant("y.scale", HostTensor.Of([1f], 1)), b.Constant("y.offset", HostTensor.Of([0f], 1)),
            b.Constant("y.mean", HostTensor.Of([0f], 1)), b.Constant("y.variance", HostTensor.Of([1f], 1)),
        ]));

    private static GatedGraph Build(
        Func<GraphBuilder, GraphValue, GraphValue> build, int channels = 1, int height = 1, int width = 2)
    {
        var builder = new GraphBuilder("test");
        return builder.Build(plan: null, build(builder, builder.Input("x", TensorShape.Batch, channels, height, width)));
    }

    /// <summary>Runs a graph with one input x and one output y, and takes what training changed back into it.</summary>
    private static float[] Run(GatedGraph graph, float[] values, bool training, string[]? frozen = null)
    {
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(graph, frozen: frozen);
        int[] shape = graph.Inputs[0].Shape.WithBatch(values.Length / (int)graph.Inputs[0].Shape.SampleLength);
        var feeds = new Dictionary<string, Tensor> { ["x"] = tensor(values, [.. shape.Select(size => (long)size)]) };
        float[] result = TorchTensors.ToHost(network.Run(feeds, ["y"], training)["y"]).Floats.ToArray();
        network.WriteBack(graph);
        return result;
    }
}
