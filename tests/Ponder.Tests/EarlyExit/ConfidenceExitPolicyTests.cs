using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Tests.EarlyExit;

public sealed class ConfidenceExitPolicyTests
{
    [Fact]
    public void Emit_Logits_AcceptsScoresAboveTheThreshold()
    {
        var builder = new GraphBuilder("test");
        var role = new ConfidenceExitPolicy(0.9f).Emit(builder, new ExitPoint("exit1", builder.Input("x", TensorShape.Batch, 4)), out var accept);
        var graph = builder.Build(plan: null, accept);

        Assert.Equal("confidence", role.Policy);
        Assert.Equal(0.9f, graph.Constant(role.Threshold!).Floats[0]);
        Assert.False(ExitComparison.AcceptsBelow(graph, role));
    }
}
