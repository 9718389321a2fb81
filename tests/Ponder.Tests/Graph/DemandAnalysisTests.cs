using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class DemandAnalysisTests
{
    [Fact]
    public void Of_AsManyGatesAsAFormulaMayAsk_IsAnalysed() => Assert.Equal(1000, DemandAnalysis.Of(Chain(1000)).Gates.Count);

    [Fact]
    public void Of_MoreGates_IsRefused()
    {
        var error = Assert.Throws<ModelFormatException>(() => DemandAnalysis.Of(Chain(1001)));

        Assert.Equal("gates: expected at most 1000 gates, got 1001", error.Message);
    }

    [Fact]
    public void Of_ConvolutionWithoutInputs_CostsNothing()
    {
        var model = ForeignModel.Of([ForeignModel.Node("Conv", "y")], ["y"], ("x", [TensorShape.Batch, 1]));

        Assert.Equal(0, DemandAnalysis.Of(model.Load()).Macs([]));
    }

    [Fact]
    public void Of_GatesThatDependOnEachOtherInEveryWay_IsRefused()
    {
        const int Pairs = 24; // in this order the formula needs 2^24 nodes
        var builder = new GraphBuilder("pairs");
        var x = builder.Input("x", TensorShape.Batch, 1);
        GraphValue[] gates = [.. Enumerable.Range(0, 2 * Pairs).Select(g => builder.Add("Less", $"g{g}", [x, x]))];
        var deep = builder.Add("Neg", "deep", [x]);
        var sum = x;
        for (int g = 0; g < Pairs; g++)
        {
            var inner = builder.Where(gates[g + Pairs], deep, x, $"inner{g}");
            sum = builder.Add("Add", $"sum{g}", [sum, builder.Where(gates[g], inner, x, $"outer{g}")]);
        }

        var graph = builder.Build(plan: null, sum);

        Assert.Contains("gates that depend on each other", Assert.Throws<ModelFormatException>(() => DemandAnalysis.Of(graph)).Message, StringComparison.Ordinal);
    }

    private const int N = TensorShape.Batch;

    [Theory]
    [InlineData("stage1", "always")]
    [InlineData("exit1.accept", "always")]
    [InlineData("logits1", "always")]
    [InlineData("stage2", "not exit1.accept")]
    [InlineData("exit2.accept", "not exit1.accept")]
    [InlineData("stage3", "not exit1.accept and not exit2.accept")]
    [InlineData("logits3", "not exit1.accept and not exit2.accept")]
    [InlineData("elsewhere", "never")]
    public void Of_NestedExits_DependsOnAllExitsBefore(string tensor, string expected)
    {
        var analysis = DemandAnalysis.Of(ThreeExitNetwork.Build());

        Assert.Equal(expected, analysis.Of(tensor).Describe(gate => analysis.Gates[gate].Condition));
    }

    [Fact]
    public void Of_TwoReaders_IsTheUnion()
    {
        var analysis = DemandAnalysis.Of(Diamond());

        Assert.True(analysis.Of("shared").IsAlways);
        Assert.Equal("g", analysis.Of("left").Describe(_ => "g"));
        Assert.Equal("not g", analysis.Of("right").Describe(_ => "g"));
    }

    [Fact]
    public void Of_EqualDemands_AreTheSameObject()
    {
        var analysis = DemandAnalysis.Of(ThreeExitNetwork.Build());

        Assert.Same(analysis.Of("stage3"), analysis.Of("logits3"));
        Assert.Same(analysis.Of("stage2"), analysis.Of("exit2.entropy"));
    }

    [Fact]
    public void Segments_NestedExits_AreOnePerDemandAndJoinTheOutputsLast()
    {
        var analysis = DemandAnalysis.Of(ThreeExitNetwork.Build());

        Assert.Equal(
            ["always", "not 0", "not 0 and not 1"],
            analysis.Segments.Select(segment => segment.Demand.Describe(gate => $"{gate}")).Distinct());
        Assert.Equal("confidence", analysis.Segments[^1].Nodes[^1].Output);
        Assert.True(analysis.IsExact);
    }

    [Fact]
    public void Of_FedGate_NeedsNothingBeforeIt()
    {
        var analysis = DemandAnalysis.Of(ThreeExitNetwork.Build(), ["exit"], new HashSet<string> { "exit1.accept", "exit2.accept" });

        Assert.DoesNotContain(analysis.Segments.SelectMany(segment => segment.Nodes), node => node.OpType == "Gemm");
    }

    [Fact]
    public void Of_UnknownOutput_Throws()
    {
        Assert.Throws<ArgumentException>(() => DemandAnalysis.Of(ThreeExitNetwork.Build(), ["typo"]));
    }

    [Fact]
    public void Segments_GatesThatWaitForEachOther_AreCutAllTheSame()
    {
        // Where the outer gate holds, g1 is asked before g2; where it does not, g2 before g1.
        var builder = new GraphBuilder("crossed");
        var x = builder.Input("x", N, 1);
        var (outer, first, second) = (Gate(builder, x, "outer"), Gate(builder, x, "g1"), Gate(builder, x, "g2"));
        var (a, b) = (builder.Relu(x, "a"), builder.Add("Neg", "b", [x]));
        var y = builder.Where(
            outer,
            builder.Where(first, builder.Where(second, a, b, "inner2"), b, "outer1"),
            builder.Where(second, builder.Where(first, a, b, "inner1"), b, "outer2"),
            "y");

        var analysis = DemandAnalysis.Of(builder.Build(plan: null, y));

        Assert.False(analysis.IsExact);
        Assert.Equal(analysis.Graph.Nodes.Count, analysis.Segments.Sum(segment => segment.Nodes.Count));
    }

    [Fact]
    public void Macs_OmittedOptionalInputs_CarryNoDemand()
    {
        var unused = ForeignModel.Node("Dropout", "unused", "x");
        unused.Output.Add("");
        var clip = ForeignModel.Node("Relu", "y", "x", "");
        var analysis = DemandAnalysis.Of(ForeignModel.Of([unused, clip], ["y"], ("x", [N, 4])).Load());

        Assert.Equal("y", Assert.Single(analysis.Segments.SelectMany(segment => segment.Nodes)).Output);
    }

    private static GraphValue Gate(GraphBuilder builder, GraphValue x, string name) =>
        builder.Add("Less", name, [x, builder.Constant($"{name}.limit", HostTensor.Of([0f], 1))]);

    private static GatedGraph Diamond()
    {
        var builder = new GraphBuilder("diamond");
        var x = builder.Input("x", N, 1);
        var shared = builder.Relu(x, "shared");
        var y = builder.Where(Gate(builder, x, "g"), builder.Relu(shared, "left"), builder.Add("Neg", "right", [shared]), "y");
        return builder.Build(plan: null, y);
    }

    // Each gate decides from what the one before chose; what it refuses is computed from that.
    private static GatedGraph Chain(int gates)
    {
        var builder = new GraphBuilder("gates");
        var x = builder.Input("x", TensorShape.Batch, 1);
        var y = x;
        for (int g = 0; g < gates; g++)
            y = builder.Where(builder.Add("Less", $"g{g}", [y, x]), x, builder.Add("Neg", $"n{g}", [y]), $"y{g}");
        return builder.Build(plan: null, y);
    }
}
