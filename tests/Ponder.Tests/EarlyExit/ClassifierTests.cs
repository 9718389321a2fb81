using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.EarlyExit;

public sealed class ClassifierTests
{
    [Fact]
    public void Replace_OtherClasses_KeepsTheLayersBefore()
    {
        var trunk = LeNet.Build(seed: 1);

        var replaced = Classifier.Replace(trunk, classes: 3, seed: 2);

        Assert.Equal(3, replaced.Tensor(replaced.Plan!.Exits[^1].Logits).Shape[1]);
        Assert.Equal(trunk.Constant("conv1.weight").Floats, replaced.Constant("conv1.weight").Floats);
        Assert.False(replaced.Contains("final.logits"));
    }

    [Fact]
    public void Features_ConvolutionBeforeFlattening_IsTheLastLayer()
    {
        var builder = new GraphBuilder("network", seed: 1);
        var features = builder.Add("Relu", "features", [builder.Input("input", TensorShape.Batch, 4, 6, 6)]);
        var scores = builder.Convolution(features, "scores", 5, kernel: 1);
        var answer = builder.Add("Softmax", "answer", [builder.GlobalAveragePool(scores, "mean")], ("axis", 1));

        Assert.Equal("features", Classifier.Features(builder.Build(plan: null, answer)));
    }

    [Fact]
    public void Features_NoLastLayer_IsRefused()
    {
        var builder = new GraphBuilder("network", seed: 1);
        var answer = builder.Flatten(builder.Add("Relu", "relu", [builder.Input("input", TensorShape.Batch, 4, 1, 1)]), "answer");

        Assert.Contains("Relu", Assert.Throws<ModelFormatException>(() => Classifier.Features(builder.Build(plan: null, answer))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_OfTheSameSeed_HasTheWeightsOfTheReplacedLayer()
    {
        var replaced = Classifier.Replace(LeNet.Build(seed: 1), classes: 3, seed: 2);

        var alone = Classifier.Alone(replaced.Tensor(Classifier.Features(replaced)), classes: 3, seed: 2);

        string weight = $"{Classifier.Name}.weight";
        Assert.Equal(replaced.Constant(weight).Floats, alone.Constant(weight).Floats);
    }
}
