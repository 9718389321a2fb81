using Ponder.Cli.Runs;
using Ponder.Control;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

/// <summary>Control graphs that start from static networks.</summary>
public sealed class ControlTrainingTests
{
    private readonly GatedGraph _graph = ControlDesigns.Hierarchy(seed: 1);
    private readonly GatedGraph _static = StaticPath.Dearest(ControlDesigns.Hierarchy(seed: 2)); // what its first expert needs

    [Theory]
    [InlineData("left")]
    [InlineData("right")]
    public void TakeWeights_ExpertsBuiltAlike_BothStartAsTheStaticNetwork(string expert)
    {
        ControlTraining.TakeWeights(_graph, _static);

        Assert.Equal(Of(_static, "left.conv1.conv.weight"), Of(_graph, $"{expert}.conv1.conv.weight"));
    }

    [Fact]
    public void TakeWeights_PathsOfAnotherForm_StayAsTheyAre()
    {
        ControlTraining.TakeWeights(_graph, _static);

        Assert.Equal(Of(ControlDesigns.Hierarchy(seed: 1), "first.answer.logits.weight"), Of(_graph, "first.answer.logits.weight"));
    }

    [Fact]
    public void TakeWeights_SharedLayers_AreTheStaticNetworks()
    {
        ControlTraining.TakeWeights(_graph, _static);

        Assert.Equal(Of(_static, "second.conv1.conv.weight"), Of(_graph, "second.conv1.conv.weight"));
    }

    private static float[] Of(GatedGraph graph, string name) => graph.Constant(name).Floats.ToArray();
}
