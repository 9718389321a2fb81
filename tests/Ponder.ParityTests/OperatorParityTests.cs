using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.ParityTests;

public sealed class OperatorParityTests
{
    private const int Batch = 5;

    public static MatrixTheoryData<string, string> Cases => new(OperatorCases.Names, Executors.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_EveryOperator_AgreesWithOnnxRuntime(string operation, string executor)
    {
        var graph = OperatorCases.Build(operation);
        var feeds = Feeds(graph);
        using var oracle = new OnnxRuntimeExecutor(graph);
        var expected = oracle.Run(feeds, graph.Outputs)[graph.Outputs[0]];
        HostTensor actual;
        try
        {
            using var tested = Executors.Create(executor, graph);
            actual = tested.Run(feeds, graph.Outputs)[graph.Outputs[0]];
        }
        catch (Exception error) when (error is UnsupportedOperatorException or NotSupportedException)
        {
            Assert.Skip($"{executor} does not run it and says so: {error.Message}");
            return;
        }

        Agreement.AssertClose(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void ShapeInference_EveryOperator_AgreesWithOnnxRuntime(string operation)
    {
        var graph = OperatorCases.Build(operation);
        using var oracle = new OnnxRuntimeExecutor(graph);

        var result = oracle.Run(Feeds(graph), graph.Outputs)[graph.Outputs[0]];

        var inferred = graph.Tensor(graph.Outputs[0]);
        Assert.Equal(inferred.Shape.WithBatch(Batch), result.Shape);
        Assert.Equal(inferred.ElementType, result.ElementType);
    }

    public static TheoryData<string> Operations() => [.. OperatorCases.Names];

    private static Dictionary<string, HostTensor> Feeds(GatedGraph graph)
    {
        var random = new Random(17);
        int[] shape = graph.Inputs[0].Shape.WithBatch(Batch);
        int length = shape.Aggregate(1, (product, size) => product * size);
        return new() { ["x"] = HostTensor.Of([.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)], shape) };
    }
}
