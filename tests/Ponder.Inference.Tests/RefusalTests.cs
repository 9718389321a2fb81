using Google.Protobuf;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Tests.Graph;

namespace Ponder.Inference.Tests;

/// <summary>Graphs that are valid, but nothing that the engine could or should run.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Run_ImageOfTooManyPixels_IsRefused() => Assert.Equal(
        ["tensor 'x': expected at most 2097152 pixels with padding, got [N, 1, 2048, 2048]"],
        FaultsOf(ForeignModel.Of([ForeignModel.Node("Relu", "y", "x")], ["y"], ("x", [TensorShape.Batch, 1, 2048, 2048]))));

    [Fact]
    public void Run_MoreActivationsThanMemory_IsRefused()
    {
        var model = ForeignModel.Of([ForeignModel.Node("Conv", "y", "x", "w")], ["y"], ("x", [TensorShape.Batch, 1, 1024, 1024]));
        model.Graph.Initializer.Add(ForeignModel.Floats("w", 512, 512, 1, 1, 1));

        Assert.Equal(["expected at most 134217728 elements of all activations of a sample, got 537919488"], FaultsOf(model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_DropoutThatMayTrain_IsRefused(bool isBoolean)
    {
        var flag = isBoolean ? TensorCodec.Encode("w", HostTensor.Of([true])) : ForeignModel.Floats("w", 1, 1);
        var model = ForeignModel.Of([ForeignModel.Node("Dropout", "y", "x", "", "w")], ["y"], ("x", [TensorShape.Batch, 4]));
        model.Graph.Initializer.Add(flag);

        Assert.Single(FaultsOf(model));
    }

    [Fact]
    public void Create_NoInput_IsRefused()
    {
        var model = ForeignModel.Small();
        model.Graph.Initializer.Add(ForeignModel.Floats("x", 4, 1, 4));

        var error = Assert.Throws<UnsupportedOperatorException>(() => InferenceSession.Create(model.Load()));

        Assert.Equal("test: expected an input, got none", error.Message);
    }

    [Fact]
    public void Predict_ExitThatThePlanDoesNotHave_IsRefused()
    {
        var model = ModelProto.Parser.ParseFrom(ThreeExitNetwork.Build().ToBytes());
        foreach (var tensor in model.Graph.Initializer.Where(tensor => tensor.Name.StartsWith("exit_index", StringComparison.Ordinal)))
            tensor.RawData = ByteString.CopyFrom(BitConverter.GetBytes(7L));
        using var session = InferenceSession.Create(model.Load());

        var error = Assert.Throws<ModelFormatException>(() => session.Predict(new float[6], 1, new Prediction[1]));

        Assert.Equal("test: output 'exit': expected 0 to 2, got 7", error.Message);
    }

    [Fact]
    public void Run_DropoutWithAMask_PassesItsInputOn()
    {
        var model = ForeignModel.Of([ForeignModel.Node("Dropout", "d", "x"), ForeignModel.Node("Neg", "y", "d")], ["y"], ("x", [TensorShape.Batch, 1, 1, 2]));
        model.Graph.Node[0].Output.Add("mask");
        using var session = InferenceSession.Create(model.Load());

        var answer = session.Run(new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of([1f, 2f], 1, 1, 1, 2) }, ["y"]);

        Assert.Equal([-1f, -2f], answer["y"].Floats.ToArray());
    }

    private static IReadOnlyList<string> FaultsOf(ModelProto model)
    {
        var graph = model.Load();
        using var session = InferenceSession.Create(graph);
        var input = graph.Inputs[0];
        var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of(new float[input.Shape.SampleLength], input.Shape.WithBatch(1)) };
        return Assert.Throws<UnsupportedOperatorException>(() => session.Run(feeds, graph.Outputs)).Faults;
    }
}
