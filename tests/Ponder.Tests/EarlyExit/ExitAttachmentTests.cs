using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;
using Ponder.Tests.Graph;
using Ponder.Zoo;

namespace Ponder.Tests.EarlyExit;

public sealed class ExitAttachmentTests
{
    private static readonly EntropyExitPolicy Policy = new(0);

    [Fact]
    public void Attach_TwoBranches_MakesThreeExitsInOrder()
    {
        var graph = Attach(ResNet.Build(seed: 1, depth: 8), "block1", "block2");

        Assert.Equal(["exit1", "exit2", "final"], graph.Plan!.Exits.Select(exit => exit.Name));
        Assert.Equal(["logits", "exit", "confidence"], graph.Outputs);
    }

    [Fact]
    public void Attach_Trunk_KeepsItsWeightsAndLeavesItAlone()
    {
        var trunk = ResNet.Build(seed: 1, depth: 8);
        trunk.SetConstant("block1.conv1.scale", HostTensor.Of([.. Enumerable.Range(0, 16).Select(c => (float)c)], 16));
        byte[] before = trunk.ToBytes();

        var graph = Attach(trunk, "block1");

        Assert.Equal(trunk.Constant("block1.conv1.scale").Floats.ToArray(), graph.Constant("block1.conv1.scale").Floats.ToArray());
        Assert.Equal(before, trunk.ToBytes());
    }

    [Fact]
    public void Attach_TrunkWithPlan_CarriesAllOverButCalibration()
    {
        var trunk = ResNet.Build(seed: 1, depth: 8);
        trunk.Plan = trunk.Plan! with
        {
            Labels = ["a", "b"],
            Preprocessing = new Preprocessing(1, [0, 0, 0], [1, 1, 1]),
            Calibration = new CalibrationRecord("max-macs", 1, "x", 1, 1, 0, 1, [1]),
        };

        var plan = Attach(trunk, "block1").Plan!;

        Assert.Equal(["a", "b"], plan.Labels);
        Assert.NotNull(plan.Preprocessing);
        Assert.Null(plan.Calibration);
    }

    [Fact]
    public void Attach_NoBranches_IsTheTrunkAsAModelOfOneExit()
    {
        var graph = ExitAttachment.Attach(Foreign("answer"), [], Policy, seed: 1);

        Assert.Equal("answer", Assert.Single(graph.Plan!.Exits).Logits);
        Assert.Equal(["logits", "exit", "confidence"], graph.Outputs);
    }

    [Fact]
    public void Attach_ForeignAnswerNamedLikeAnOutput_IsRenamed()
    {
        var graph = Attach(Foreign("logits"), "features");

        Assert.Equal("final.logits", graph.Plan!.Exits[^1].Logits);
        Assert.Equal(["exit1.logits", "final.logits"], graph.Producer("logits")!.Inputs.Skip(1));
    }

    [Fact]
    public void Attach_SeveralFaults_ReportsAll()
    {
        var error = Assert.Throws<ModelFormatException>(() => Attach(ResNet.Build(seed: 1, depth: 8), "block2", "block1", "typo", "features"));

        Assert.Equal(
            [
                "exit2: expected a tensor deeper than 'block2', got 'block1'",
                "exit3: expected a tensor that the answer is computed from, got 'typo'",
                "exit4: expected features [N, C, H, W], got features: Float32 [N, 64]",
            ],
            error.Faults);
    }

    [Fact]
    public void Attach_TrunkWithExits_IsRefused()
    {
        var error = Assert.Throws<ModelFormatException>(() => Attach(ThreeExitNetwork.Build(), "stage1"));

        Assert.Equal("three exits: trunk: expected one answer, got logits1, logits2, logits3", error.Message);
    }

    [Fact]
    public void Attach_AnswerThatIsAnImage_IsRefused()
    {
        var builder = new GraphBuilder("image");
        var image = builder.Relu(builder.Input("x", TensorShape.Batch, 3, 8, 8), "y");

        Assert.Throws<ModelFormatException>(() => Attach(builder.Build(plan: null, image), "x"));
    }

    [Theory]
    [InlineData("resnet20-cifar10.onnx", "relu_24", 40_551_040)]
    [InlineData("resnet56-cifar10.onnx", "relu_38", 125_485_696)]
    public void Attach_ForeignFile_AddsAHeadToItsTrunk(string name, string after, long staticMacs)
    {
        Assert.SkipWhen(RepositoryFolder.ForeignModels is null, "no foreign models: set PONDER_TEST_MODELS to a folder with them");
        var trunk = GatedGraph.Load(Path.Combine(RepositoryFolder.ForeignModels!, name));

        var costs = ExitCosts.Of(Attach(trunk, after));

        Assert.Equal(staticMacs, costs.StaticMacs);
        Assert.Equal(staticMacs + (16 * 4 * 4 * 10), costs.Macs[1]);
    }

    private static GatedGraph Attach(GatedGraph trunk, params string[] after) =>
        ExitAttachment.Attach(trunk, [.. after.Select(tensor => new ExitBranch(tensor, new PooledLinearHead()))], Policy, seed: 1);

    private static GatedGraph Foreign(string answer)
    {
        var builder = new GraphBuilder("foreign");
        var features = builder.Relu(builder.Input("x", TensorShape.Batch, 3, 8, 8), "features");
        return builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(features, "mean"), answer, 4));
    }
}
