using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.OnnxRuntime;
using Ponder.Tests;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

/// <summary>Networks with exits are ordinary ONNX: another runtime takes them, and the trunk's answer is the trunk's.</summary>
public sealed class AttachedModelTests
{
    private const int Count = 3;

    public static TheoryData<string> Trunks => ["resnet8", "alexnet", "b-resnet110"];

    [Theory]
    [MemberData(nameof(Trunks))]
    public void Attach_ZooTrunk_AnswersAsTheTrunkWhenNobodyLeaves(string network)
    {
        var (trunk, after) = network switch
        {
            "resnet8" => (ResNet.Build(seed: 2, depth: 8), new[] { "stem", "block1", "block2" }),
            "alexnet" => (AlexNet.Build(seed: 2), ["pool1", "norm1", "relu3"]),
            _ => (ResNet.BuildFaithful(seed: 2), ["block1", "block20", "block54"]),
        };

        AssertSameAnswer(trunk, "final.logits", Attach(trunk, after));
    }

    [Fact]
    public void BuildBranchy_AlexNet_AnswersAsTheTrunkWhenNobodyLeaves() =>
        AssertSameAnswer(AlexNet.Build(seed: 2), "final.logits", AlexNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0)));

    [Fact]
    public void Attach_ForeignFileOfOpset13_AnswersAsItWhenNobodyLeaves()
    {
        Assert.SkipWhen(RepositoryFolder.ForeignModels is null, "no foreign models: set PONDER_TEST_MODELS to a folder with them");
        var trunk = GatedGraph.Load(Path.Combine(RepositoryFolder.ForeignModels!, "resnet20-cifar10.onnx"));
        Assert.Equal(13, trunk.Opset);

        AssertSameAnswer(trunk, "logits", Attach(trunk, ["relu_3", "relu_24", "relu_47"]));
    }

    [Fact]
    public void Attach_LowThreshold_TakesTheFirstExit()
    {
        var graph = ExitAttachment.Attach(
            ResNet.Build(seed: 2, depth: 8), [new("block1", new PooledLinearHead())], new ConfidenceExitPolicy(0), seed: 2);
        using var runtime = new OnnxRuntimeExecutor(graph);

        Assert.Equal([0L, 0L, 0L], runtime.Run(Feeds(graph), ["exit"])["exit"].Int64s.ToArray());
    }

    private static GatedGraph Attach(GatedGraph trunk, string[] after) => ExitAttachment.Attach(
        trunk,
        [
            new(after[0], new ConvolutionalHead([new(64, Stride: 2), new(64, Pool: 3)], Normalized: true)),
            new(after[1], new ResidualHead([new(64, 1), new(96, 2)])),
            new(after[2], new PooledLinearHead()),
        ],
        new ConfidenceExitPolicy(1), seed: 2);

    private static void AssertSameAnswer(GatedGraph trunk, string answer, GatedGraph branchy)
    {
        using var plain = new OnnxRuntimeExecutor(trunk);
        using var tested = new OnnxRuntimeExecutor(branchy);

        float[] expected = plain.Run(Feeds(trunk), [answer])[answer].Floats.ToArray();
        var actual = tested.Run(Feeds(branchy), ["logits", "exit"]);

        Assert.Equal(expected, actual["logits"].Floats.ToArray(), (a, b) => Math.Abs(a - b) <= 1e-4f + (1e-3f * Math.Abs(a)));
        Assert.Equal(Enumerable.Repeat((long)branchy.Plan!.Exits.Count - 1, Count), actual["exit"].Int64s.ToArray());
    }

    private static Dictionary<string, HostTensor> Feeds(GatedGraph graph)
    {
        var random = new Random(5);
        float[] pixels = [.. Enumerable.Range(0, Count * 3 * 32 * 32).Select(_ => random.NextSingle() - 0.5f)];
        return new Dictionary<string, HostTensor> { [graph.Inputs[0].Name] = HostTensor.Of(pixels, Count, 3, 32, 32) };
    }
}
