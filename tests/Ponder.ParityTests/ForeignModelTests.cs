using Ponder.Graph;
using Ponder.OnnxRuntime;

namespace Ponder.ParityTests;

/// <summary>Image classifiers that others trained and exported, on noise.</summary>
public sealed class ForeignModelTests
{
    private const int Batch = 3;

    public static MatrixTheoryData<string, string> Cases => new(
        ["resnet20-cifar10.onnx", "resnet56-cifar10.onnx", "mobilenet_v1_0.25_128.onnx", "mobilenet_v2_1.0_224.onnx"], ["ponder", "torch"]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ForeignClassifier_AgreesWithOnnxRuntime(string file, string executor)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("PONDER_DATA") ?? "", "models", file);
        Assert.SkipUnless(File.Exists(path), $"no foreign models: set PONDER_DATA to a folder with models/{file}");
        var graph = GatedGraph.Load(path);
        var random = new Random(23);
        int length = Batch * (int)graph.Inputs[0].Shape.SampleLength;
        var images = HostTensor.Of(
            [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 2) - 1)], graph.Inputs[0].Shape.WithBatch(Batch));
        var feeds = new Dictionary<string, HostTensor> { [graph.Inputs[0].Name] = images };
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var tested = Executors.Create(executor, graph);

        var expected = oracle.Run(feeds, graph.Outputs);
        var actual = tested.Run(feeds, graph.Outputs);

        Assert.All(graph.Outputs, output => Agreement.AssertClose(expected[output], actual[output]));
    }
}
