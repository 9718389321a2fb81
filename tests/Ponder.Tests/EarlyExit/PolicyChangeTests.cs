using Ponder.EarlyExit;
using Ponder.Tests.Evaluation;

namespace Ponder.Tests.EarlyExit;

public sealed class PolicyChangeTests
{
    [Fact]
    public void Apply_AnotherPolicy_KeepsAnswersAndForgetsCalibration()
    {
        var graph = ThreeExits.Graph();

        var changed = PolicyChange.Apply(graph, new MarginExitPolicy(0.5f));

        Assert.Equal(graph.Plan!.Exits.Select(exit => exit.Logits), changed.Plan!.Exits.Select(exit => exit.Logits));
        Assert.All(changed.Plan.EarlyExits, exit => Assert.Equal("margin", exit.Policy));
        Assert.False(changed.Contains("exit1.entropy"));
    }

    [Fact]
    public void Apply_Twice_IsTheSecondAlone()
    {
        var graph = ThreeExits.Graph();
        var once = PolicyChange.Apply(graph, new MarginExitPolicy(0.5f), [1, 2, 3]);

        var twice = PolicyChange.Apply(PolicyChange.Apply(graph, new ConfidenceExitPolicy(0.5f), [3, 1, 2], recalls: true), new MarginExitPolicy(0.5f), [1, 2, 3]);

        Assert.Equal(once.ToBytes(), twice.ToBytes());
    }

    [Fact]
    public void Apply_Recall_CostsNothing() => Assert.Equal(
        ExitCosts.Of(ThreeExits.Graph()).Macs, ExitCosts.Of(PolicyChange.Apply(ThreeExits.Graph(), new EntropyExitPolicy(0.5f), recalls: true)).Macs);

    [Theory]
    [InlineData(1.0, 2.0)]
    [InlineData(1.0, 2.0, 0.0)]
    public void Apply_BadTemperatures_AreRefused(params double[] temperatures) =>
        Assert.Throws<ArgumentException>(() => PolicyChange.Apply(ThreeExits.Graph(), new EntropyExitPolicy(0.5f), temperatures));

    [Fact]
    public void Of_EveryName_IsThatPolicy() => Assert.All(ExitPolicies.Names, name => Assert.Equal(name, ExitPolicies.Of(name).Name));
}
