using Ponder.Cli.Runs;
using Ponder.Control;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

/// <summary>Control graphs that start from static networks.</summary>
public sealed class ControlTrainingTests
{
    private readonly GatedGraph _graph = ControlDesigns.Hierarchy(seed: 1);
    private readonly GatedGraph _static = StaticPath.Dearest(ControlDesigns.Hierarchy(seed: 2)); // its first expert, left.late

    [Theory]
    [InlineData("left.late")]
    [InlineData("right.late")]
    public void TakeWeights_ExpertsBuiltAlike_BothStartAsTheStaticNetwork(string expert)
    {
        ControlTraining.TakeWeights(_graph, _static);

        Assert.Equal(Of(_static, "left.late.conv1.conv.weight"), Of(_graph, $"{expert}.conv1.conv.weight"));
    }

    [Fact]
    public void TakeWeights_ExpertsOfAnotherForm_StayAsTheyAre()
    {
        ControlTraining.TakeWeights(_graph, _static);

        Assert.Equal(Of(ControlDesigns.Hierarchy(seed: 1), "left.early.logits.weight"), Of(_graph, "left.early.logits.weight"));
    }

    [Fact]
    public void TakeWeights_SharedLayers_AreTheStaticNetworks()
    {
        ControlTraining.TakeWeights(_graph, _static);

        Assert.Equal(Of(_static, "stem.conv1.conv.weight"), Of(_graph, "stem.conv1.conv.weight"));
    }

    private static float[] Of(GatedGraph graph, string name) => graph.Constant(name).Floats.ToArray();
}
