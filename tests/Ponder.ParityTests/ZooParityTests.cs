using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

public sealed class ZooParityTests
{
    private const int Samples = 3;

    private static readonly Dictionary<string, Func<IExitPolicy, GatedGraph>> Networks = new()
    {
        ["b-alexnet"] = policy => AlexNet.BuildBranchy(seed: 2, policy),
        ["b-resnet110"] = policy => ResNet.BuildFaithfulBranchy(seed: 2, policy),
        ["resnet20 with all heads"] = policy => ExitAttachment.Attach(
            ResNet.Build(seed: 2, depth: 20),
            [
                new("block2", new ResidualHead([new HeadStage(32, 1), new HeadStage(64, 1)])),
                new("block4", new ConvolutionalHead([new HeadConvolution(16, Stride: 2), new HeadConvolution(16, Pool: 2)], Normalized: true)),
                new("block6", new PooledLinearHead()),
            ],
            policy, seed: 3),
    };

    public static MatrixTheoryData<string, float, string> Cases => new(Networks.Keys, [0f, 10f], Executors.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_BranchyNetwork_AgreesWithOnnxRuntime(string network, float threshold, string executor)
    {
        var graph = Networks[network](new EntropyExitPolicy(threshold));
        string[] outputs = [.. graph.Plan!.Exits.Select(exit => exit.Logits), "logits", "exit", "confidence"];
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var tested = Executors.Create(executor, graph);
        var feeds = new Dictionary<string, HostTensor> { ["image"] = Noise() };

        var expected = oracle.Run(feeds, outputs);
        var actual = tested.Run(feeds, outputs);

        Assert.All(outputs, output => Agreement.AssertClose(expected[output], actual[output]));
    }

    private static HostTensor Noise()
    {
        var random = new Random(4);
        return HostTensor.Of([.. Enumerable.Range(0, Samples * 3 * 32 * 32).Select(_ => (random.NextSingle() * 4) - 2)], Samples, 3, 32, 32);
    }
}
