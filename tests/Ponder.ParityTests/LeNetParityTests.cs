using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

public sealed class LeNetParityTests
{
    private static readonly string[] Outputs = ["logits", "exit", "confidence"];

    [Theory]
    [InlineData(0)]
    [InlineData(2.29)]
    [InlineData(10)]
    public void Engine_BranchyLeNet_AgreesWithOnnxRuntime(float threshold)
    {
        var graph = LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(threshold));
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var engine = InferenceSession.Create(graph);
        var feeds = new Dictionary<string, HostTensor> { ["image"] = Images(40) };

        var expected = oracle.Run(feeds, Outputs);
        var actual = engine.Run(feeds, Outputs);

        Assert.All(Outputs, output => Agreement.AssertClose(expected[output], actual[output]));
    }

    [Fact]
    public void OnnxRuntime_ThresholdPerSample_OverridesTheModels()
    {
        using var oracle = new OnnxRuntimeExecutor(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0)));
        var feeds = new Dictionary<string, HostTensor>
        {
            ["image"] = Images(2),
            ["exit1.threshold"] = HostTensor.Of([10f, 0f], 2, 1),
        };

        Assert.Equal([0L, 1L], oracle.Run(feeds, ["exit"])["exit"].Int64s.ToArray());
    }

    [Fact]
    public void OnnxRuntime_ForcedGateAndInnerOutput_AreCutOut()
    {
        using var oracle = new OnnxRuntimeExecutor(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0)));
        var feeds = new Dictionary<string, HostTensor> { ["image"] = Images(1), ["exit1.accept"] = HostTensor.Of([true], 1, 1) };

        var results = oracle.Run(feeds, ["logits", "exit1.logits"]);

        Agreement.AssertClose(results["exit1.logits"], results["logits"]);
    }

    [Fact]
    public void Baseline_StaticTrunk_AgreesWithTheLastExit()
    {
        var graph = LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0));
        using var baseline = new OnnxRuntimeBaseline(graph, "final.logits", batch: 4, threads: 1);
        using var engine = InferenceSession.Create(graph);
        var images = Images(4);

        var logits = HostTensor.Of(baseline.Run(images.Floats).ToArray(), 4, 10);

        Agreement.AssertClose(engine.Run(new Dictionary<string, HostTensor> { ["image"] = images }, ["logits"])["logits"], logits);
    }

    private static HostTensor Images(int count)
    {
        var random = new Random(9);
        return HostTensor.Of([.. Enumerable.Range(0, count * 784).Select(_ => random.NextSingle())], count, 1, 28, 28);
    }
}
