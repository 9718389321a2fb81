using CsCheck;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Zoo;

namespace Ponder.Tests.Graph;

public sealed class TopologicalOrderTests
{
    [Fact]
    public void Nodes_ShuffledFile_ComeBehindWhatTheyRead() => Gen.Shuffle(LeNetNodes()).Sample(AssertOrdered, iter: 50);

    [Fact]
    public void Nodes_OrderedFile_KeepsItsOrder()
    {
        var graph = LeNet.Build(seed: 1);

        Assert.Equal(graph.Proto.Graph.Node.Select(node => node.Name), graph.Nodes.Select(node => node.Name));
    }

    private static NodeProto[] LeNetNodes() => [.. LeNet.Build(seed: 1).Proto.Graph.Node];

    private static void AssertOrdered(NodeProto[] nodes)
    {
        var model = LeNet.Build(seed: 1).Proto;
        model.Graph.Node.Clear();
        model.Graph.Node.Add(nodes);
        var graph = model.Load();
        var made = graph.Inputs.Select(input => input.Name).Concat(graph.ConstantNames).ToHashSet();
        Assert.All(graph.Nodes, node =>
        {
            Assert.Subset(made, node.Inputs.ToHashSet());
            made.UnionWith(node.Outputs);
        });
    }
}
