using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.Graph;

public sealed class CutTensorTests
{
    [Fact]
    public void Find_Chain_AreAllInnerTensors()
    {
        var builder = new GraphBuilder("chain");
        var x = builder.Input("x", TensorShape.Batch, 4);
        var graph = builder.Build(plan: null, builder.Relu(builder.Relu(builder.Relu(x, "a"), "b"), "y"));

        Assert.Equal(["a", "b"], CutTensor.Find(graph, "y").Select(cut => cut.Name));
    }

    [Fact]
    public void Find_TwoPaths_AreTheirEndsOnly()
    {
        var builder = new GraphBuilder("diamond");
        var split = builder.Relu(builder.Input("x", TensorShape.Batch, 4), "split");
        var left = builder.Relu(builder.Relu(split, "left1"), "left2");
        var joined = builder.Add("Add", "joined", [left, builder.Relu(split, "right")]);
        var graph = builder.Build(plan: null, builder.Relu(joined, "y"));

        Assert.Equal(["split", "joined"], CutTensor.Find(graph, "y").Select(cut => cut.Name));
    }

    [Fact]
    public void Find_InputReadAgainLate_LeavesNoCutBefore()
    {
        var builder = new GraphBuilder("skip");
        var x = builder.Input("x", TensorShape.Batch, 4);
        var joined = builder.Add("Add", "joined", [builder.Relu(builder.Relu(x, "a"), "b"), x]);
        var graph = builder.Build(plan: null, builder.Relu(joined, "y"));

        Assert.Equal(["joined"], CutTensor.Find(graph, "y").Select(cut => cut.Name));
    }

    [Fact]
    public void Find_TensorReadTwiceByOneOperator_IsACut()
    {
        var builder = new GraphBuilder("twice");
        var a = builder.Relu(builder.Input("x", TensorShape.Batch, 4), "a");
        var graph = builder.Build(plan: null, builder.Add("Add", "y", [a, a]));

        Assert.Equal(["a"], CutTensor.Find(graph, "y").Select(cut => cut.Name));
    }

    [Fact]
    public void Find_ResNet_HasEveryBlocksOutputWithItsCost()
    {
        var cuts = CutTensor.Find(ResNet.Build(seed: 1, depth: 8), "final.logits");

        Assert.Subset(cuts.Select(cut => cut.Name).ToHashSet(), new HashSet<string> { "stem", "block1", "block2", "block3", "features" });
        Assert.DoesNotContain("block2.conv1", cuts.Select(cut => cut.Name));
        Assert.Equal(27 * 16 * 32 * 32, cuts.Single(cut => cut.Name == "stem").Macs);
    }
}
