using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Training.Execution;

namespace Ponder.ParityTests;

public sealed class OperatorParityTests
{
    public static TheoryData<string> Cases => OperatorCases.Names;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Engine_EveryOperator_AgreesWithOnnxRuntime(string name)
    {
        var graph = OperatorCases.Build(name);
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var engine = InferenceSession.Create(graph);
        var feeds = Feeds(graph);

        Agreement.AssertClose(oracle.Run(feeds, graph.Outputs)[graph.Outputs[0]], engine.Run(feeds, graph.Outputs)[graph.Outputs[0]]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Torch_EveryOperator_AgreesWithOnnxRuntime(string name)
    {
        var graph = OperatorCases.Build(name);
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var torch = new TorchGraphExecutor(graph);
        var feeds = Feeds(graph);

        Agreement.AssertClose(oracle.Run(feeds, graph.Outputs)[graph.Outputs[0]], torch.Run(feeds, graph.Outputs)[graph.Outputs[0]]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ShapeInference_EveryOperator_AgreesWithOnnxRuntime(string name)
    {
        var graph = OperatorCases.Build(name);
        using var oracle = new OnnxRuntimeExecutor(graph);

        var result = oracle.Run(Feeds(graph), graph.Outputs)[graph.Outputs[0]];

        var inferred = graph.Tensor(graph.Outputs[0]);
        Assert.Equal(inferred.Shape.WithBatch(5), result.Shape);
        Assert.Equal(inferred.ElementType, result.ElementType);
    }

    private static Dictionary<string, HostTensor> Feeds(GatedGraph graph)
    {
        var random = new Random(17);
        int[] shape = graph.Inputs[0].Shape.WithBatch(5);
        int length = shape.Aggregate(1, (product, size) => product * size);
        return new() { ["x"] = HostTensor.Of([.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)], shape) };
    }
}
