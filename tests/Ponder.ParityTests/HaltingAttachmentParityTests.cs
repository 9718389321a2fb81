using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

/// <summary>Residual networks whose units were made to halt, on noise.</summary>
public sealed class HaltingAttachmentParityTests
{
    private const int Batch = 3;

    public static MatrixTheoryData<string, HaltingKind> Cases => new(["ort", "ponder", "torch"], [HaltingKind.Image, HaltingKind.Position]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AllHaltAtTheFirstUnit_GoOnWithWhatItMade(string executor, HaltingKind kind)
    {
        var graph = ResNet.BuildHalting(seed: 1, depth: 14, new HaltingOptions { Kind = kind, InitialBias = 40 });
        using var tested = Executors.Create(executor, graph);
        var found = tested.Run(Feeds(graph), ["block1", "stage1.unit2.output", "block5", "stage3.unit2.output"]);

        Agreement.AssertClose(found["block1"], found["stage1.unit2.output"]);
        Agreement.AssertClose(found["block5"], found["stage3.unit2.output"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_NobodyHalts_MakesTheFirstBlocksFeaturesOfTheNetwork(string executor, HaltingKind kind)
    {
        var network = ResNet.Build(seed: 1, depth: 14);
        var graph = HaltingAttachment.Attach(network, new HaltingOptions { Kind = kind, InitialBias = -40 }, seed: 1, "halting");
        using var oracle = new OnnxRuntimeExecutor(network);
        using var tested = Executors.Create(executor, graph);

        // Scores of 0: the whole weight is the last unit's.
        Agreement.AssertClose(oracle.Run(Feeds(network), ["final.logits"])["final.logits"], tested.Run(Feeds(graph), ["logits"])["logits"]);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(14)]
    public void Dense_NetworkThatHalts_AnswersAsTheNetworkBefore(int depth)
    {
        var network = ResNet.Build(seed: 1, depth);
        var dense = DenseNetwork.Of(ResNet.BuildHalting(seed: 1, depth));
        using var oracle = new OnnxRuntimeExecutor(network);
        using var tested = new OnnxRuntimeExecutor(dense);

        Assert.Equal(ExitCosts.Of(network).StaticMacs, ExitCosts.Of(dense).Macs[^1]);
        Agreement.AssertClose(oracle.Run(Feeds(network), ["logits"])["logits"], tested.Run(Feeds(dense), ["logits"])["logits"]);
    }

    [Theory]
    [InlineData("ponder")]
    [InlineData("torch")]
    public void Run_ForeignNetwork_AgreesWithOnnxRuntime(string executor)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("PONDER_DATA") ?? "", "models", "resnet56-cifar10.onnx");
        Assert.SkipUnless(File.Exists(path), "no foreign models: set PONDER_DATA to a folder with models/resnet56-cifar10.onnx");
        var graph = HaltingAttachment.Attach(GatedGraph.Load(path), new HaltingOptions(), seed: 1, "sact");
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var tested = Executors.Create(executor, graph);
        string[] outputs = ["logits", HaltingConstants.PonderMap];
        var (expected, actual) = (oracle.Run(Feeds(graph), outputs), tested.Run(Feeds(graph), outputs));

        Assert.All(outputs, output => Agreement.AssertClose(expected[output], actual[output]));
    }

    private static Dictionary<string, HostTensor> Feeds(GatedGraph graph)
    {
        var random = new Random(23);
        var image = graph.Inputs[0];
        float[] pixels = [.. Enumerable.Range(0, Batch * (int)image.Shape.SampleLength).Select(_ => (random.NextSingle() * 2) - 1)];
        return new() { [image.Name] = HostTensor.Of(pixels, image.Shape.WithBatch(Batch)) };
    }
}
