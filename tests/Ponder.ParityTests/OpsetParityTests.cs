using Google.Protobuf;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.ParityTests;

/// <summary>What a file of another opset means: ONNX Runtime runs its own bytes, everybody else the operators of opset 17.</summary>
public sealed class OpsetParityTests
{
    private const int Batch = 3;
    private const string NodeTests = "/usr/share/libonnx-testdata/data/node";

    public static MatrixTheoryData<string, string> Cases => new(OpsetCases.Names, ["ponder", "torch"]);

    public static TheoryData<string> Files => [.. OpsetCases.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_EveryOpset_MeansTheSameInOpset17(string name)
    {
        var graph = OpsetCases.Load(name);

        Agreement.AssertClose(Run(graph)["y"], Run(InOpset17(graph))["y"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_EveryOpset_AgreesWithOnnxRuntime(string name, string executor)
    {
        var graph = OpsetCases.Load(name);
        HostTensor actual;
        try
        {
            using var tested = Executors.Create(executor, graph);
            actual = tested.Run(Feeds(graph), ["y"])["y"];
        }
        catch (Exception error) when (error is UnsupportedOperatorException or ModelFormatException or NotSupportedException)
        {
            Assert.Skip($"{executor} does not run it and says so: {error.Message}");
            return;
        }

        Agreement.AssertClose(Run(graph)["y"], actual);
    }

    [Fact]
    public void Parse_NodeTestsOfOnnx_MeanTheSameInOpset17()
    {
        Assert.SkipUnless(Directory.Exists(NodeTests), "no node tests of ONNX: install the Debian package libonnx-testdata");
        var graphs = Directory.EnumerateFiles(NodeTests, "model.onnx", SearchOption.AllDirectories).Select(TryLoad).OfType<GatedGraph>().ToArray();

        Assert.NotEmpty(graphs);
        Assert.All(graphs, graph => Assert.All(Run(graph), output => Agreement.AssertClose(output.Value, Run(InOpset17(graph))[output.Key])));
    }

    // Files of one float input whose opset had to be brought over, and that Ponder can follow.
    private static GatedGraph? TryLoad(string path)
    {
        try
        {
            var graph = GatedGraph.Load(path);
            return graph.Opset != 17 && graph.ShapeFaults.Count == 0 && graph.Inputs is [{ ElementType: ElementType.Float32 }]
                ? graph : null;
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }

    private static GatedGraph InOpset17(GatedGraph graph) => GatedGraph.Parse(graph.Proto.ToByteArray(), graph.Source);

    private static IReadOnlyDictionary<string, HostTensor> Run(GatedGraph graph)
    {
        using var runtime = new OnnxRuntimeExecutor(graph);
        return runtime.Run(Feeds(graph), graph.Outputs);
    }

    private static Dictionary<string, HostTensor> Feeds(GatedGraph graph)
    {
        var random = new Random(29);
        var input = graph.Inputs[0];
        int[] shape = input.Shape.WithBatch(Batch);
        int length = shape.Aggregate(1, (product, size) => product * size);
        return new() { [input.Name] = HostTensor.Of([.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)], shape) };
    }
}
