using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

/// <summary>ONNX Runtime, segment by segment, against the engine.</summary>
public sealed class SegmentsParityTests
{
    private static readonly GatedGraph Graph = Halving();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Predict_OnBoth_GivesTheSameAnswers(int count)
    {
        using var segments = new OnnxRuntimeSegments(Graph);
        using var engine = InferenceSession.Create(Graph);
        float[] samples = Samples(count);
        var (found, expected) = (new Prediction[count], new Prediction[count]);

        segments.Predict(samples, count, found);
        engine.Predict(samples, count, expected);

        Assert.Equal(expected.Select(answer => (answer.Class, answer.Exit, answer.Macs)), found.Select(answer => (answer.Class, answer.Exit, answer.Macs)));
        if (count == 40)
            Assert.Equal([0, 1], found.Select(answer => answer.Exit).Distinct().Order());
    }

    [Fact]
    public void Run_InnerTensors_AreComputedForEverybody()
    {
        using var segments = new OnnxRuntimeSegments(Graph);
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(Samples(6), 6, 1, 28, 28) };

        var logits = segments.Run(feeds, [Graph.Plan!.Exits[^1].Logits])[Graph.Plan.Exits[^1].Logits];

        Assert.Equal([6, 10], logits.Shape);
        Assert.DoesNotContain(0f, logits.Floats.ToArray());
    }

    [Fact]
    public void Run_OtherThreshold_SendsEverybodyElsewhere()
    {
        using var segments = new OnnxRuntimeSegments(Graph);
        var feeds = new Dictionary<string, HostTensor>(ThresholdOverrides.Forcing(Graph, exitIndex: 1)) { ["image"] = HostTensor.Of(Samples(6), 6, 1, 28, 28) };

        Assert.All(segments.Run(feeds, ["exit"])["exit"].Int64s.ToArray(), exit => Assert.Equal(1, exit));
    }

    // A threshold at which half of the samples leave early.
    private static GatedGraph Halving()
    {
        var graph = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0));
        var exit = graph.Plan!.Exits[0];
        using var engine = InferenceSession.Create(graph);
        var scores = engine.Run(new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(Samples(40), 40, 1, 28, 28) }, [exit.Score!])[exit.Score!];
        float[] sorted = [.. scores.Floats.ToArray().Order()];
        graph.SetConstant(exit.Threshold!, HostTensor.Of([(sorted[19] + sorted[20]) / 2], 1));
        return graph;
    }

    private static float[] Samples(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count * 28 * 28).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
