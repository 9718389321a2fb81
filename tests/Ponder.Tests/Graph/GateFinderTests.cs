using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class GateFinderTests
{
    private const int N = TensorShape.Batch;

    [Theory]
    [InlineData(new[] { N, 1 }, new[] { N, 5 }, GateKind.Sample)]
    [InlineData(new[] { N, 1, 1, 1 }, new[] { N, 3, 4, 4 }, GateKind.Sample)]
    [InlineData(new[] { N, 1, 4, 4 }, new[] { N, 3, 4, 4 }, GateKind.Position)]
    public void Gates_ConditionConstantOverChannels_IsAGate(int[] condition, int[] data, GateKind kind) =>
        Assert.Equal(new Gate(0, "condition", kind), Assert.Single(GatesOf(condition, data)));

    [Theory]
    [InlineData(new[] { N, 5 }, new[] { N, 5 })]
    [InlineData(new[] { N, 3, 1, 1 }, new[] { N, 3, 4, 4 })]
    [InlineData(new[] { N, 1, 4, 1 }, new[] { N, 3, 4, 4 })]
    [InlineData(new[] { 1, 5 }, new[] { N, 5 })]
    public void Gates_OtherConditions_ArePlainArithmetic(int[] condition, int[] data) => Assert.Empty(GatesOf(condition, data));

    [Fact]
    public void Gates_ConditionThatIsAnInput_IsPlainArithmetic()
    {
        var model = ForeignModel.Of(
            [ForeignModel.Node("Where", "y", "c", "x", "x")], ["y"], ("x", [N, 4]), ("c", [N, 1]));
        model.Graph.Input[1].Type.TensorType.ElemType = (int)ElementType.Boolean;

        Assert.Empty(DemandAnalysis.Of(model.Load()).Gates);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(32)]
    public void Where_ConditionOfTwoDimensionsBesideFour_IsRefusedWhateverTheHeight(int height)
    {
        // [N, 1] would align with H and W: at a batch of N = H it would even run, and deal rows out instead of samples.
        var model = ForeignModel.Of(
            [ForeignModel.Node("Less", "c", "s", "s"), ForeignModel.Node("Where", "y", "c", "x", "x")], ["y"],
            ("s", [N, 1]), ("x", [N, 3, height, height]));

        Assert.Equal(
            [$"node 'y' (Where): expected a condition of rank 4 beside [N, 3, {height}, {height}], got [N, 1]"], ForeignModel.FaultsOf(model));
    }

    private static IReadOnlyList<Gate> GatesOf(int[] condition, int[] data)
    {
        var builder = new GraphBuilder("gate");
        var score = builder.Input("score", condition);
        var x = builder.Input("x", data);
        var y = builder.Where(builder.Add("Less", "condition", [score, score]), x, builder.Relu(x, "r"), "y");
        return DemandAnalysis.Of(builder.Build(plan: null, y)).Gates;
    }
}
