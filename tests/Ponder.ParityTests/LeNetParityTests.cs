using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

public sealed class LeNetParityTests
{
    private static readonly string[] Outputs = ["logits", "exit", "confidence"];

    public static MatrixTheoryData<float, string> ThresholdsAndExecutors => new([0f, 2.29f, 10f], Executors.Names);

    [Theory]
    [MemberData(nameof(ThresholdsAndExecutors))]
    public void Run_BranchyLeNet_AgreesWithOnnxRuntime(float threshold, string executor)
    {
        var graph = LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(threshold));
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var tested = Executors.Create(executor, graph);
        var feeds = new Dictionary<string, HostTensor> { ["image"] = Images(40) };

        var expected = oracle.Run(feeds, Outputs);
        var actual = tested.Run(feeds, Outputs);

        Assert.All(Outputs, output => Agreement.AssertClose(expected[output], actual[output]));
    }

    [Theory]
    [InlineData("logits", "exit1.threshold")]
    [InlineData("exit1.accept", "exit1.accept")]
    public void OnnxRuntime_TensorThatNeedsNoComputing_IsGivenBack(string fed, string asked)
    {
        using var oracle = new OnnxRuntimeExecutor(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0.5f)));
        var feed = fed == "logits" ? HostTensor.Of(new float[10], 1, 10) : HostTensor.Of([true], 1, 1);

        var result = oracle.Run(new Dictionary<string, HostTensor> { [fed] = feed }, [asked])[asked];

        Assert.Equal(1, result.Length);
    }

    [Fact]
    public void OnnxRuntime_GraphChangedLater_AnswersAsBefore()
    {
        var graph = LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0));
        using var oracle = new OnnxRuntimeExecutor(graph);
        graph.SetConstant("exit1.threshold", HostTensor.Of([10f], 1));

        var exits = oracle.Run(new Dictionary<string, HostTensor> { ["image"] = Images(1) }, ["exit"])["exit"];

        Assert.Equal([1L], exits.Int64s.ToArray());
    }

    [Theory]
    [MemberData(nameof(WrongFeeds))]
    public void OnnxRuntime_WrongFeeds_AreRefused(string name, int[] shape)
    {
        using var oracle = new OnnxRuntimeExecutor(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0)));
        var feeds = new Dictionary<string, HostTensor> { ["image"] = Images(2) };
        feeds[name] = HostTensor.Of(new float[shape.Aggregate(1, (product, size) => product * size)], shape);

        Assert.Throws<ArgumentException>(() => oracle.Run(feeds, ["logits"]));
    }

    public static TheoryData<string, int[]> WrongFeeds() => new()
    {
        { "image", [0, 1, 28, 28] },
        { "image", [2, 3, 28, 28] },
        { "exit1.threshold", [3, 1] },
        { "exit1.accept", [2, 1] },
        { "typo", [1] },
    };

    [Fact]
    public void OnnxRuntime_InputLeftOut_IsRefused()
    {
        using var oracle = new OnnxRuntimeExecutor(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0)));

        Assert.Throws<ArgumentException>(() => oracle.Run(new Dictionary<string, HostTensor>(), ["logits"]));
    }

    [Fact]
    public void Baseline_Run_AllocatesNothing()
    {
        using var baseline = new OnnxRuntimeBaseline(LeNet.Build(seed: 2), "final.logits", batch: 1, threads: 1);
        float[] image = new float[784];
        baseline.Run(image);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10; i++)
            baseline.Run(image);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
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
