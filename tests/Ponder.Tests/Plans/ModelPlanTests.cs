using System.Text.Json;
using System.Text.Json.Nodes;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Graph.Onnx;
using Ponder.Plans;
using Ponder.Tests.Graph;

namespace Ponder.Tests.Plans;

public sealed class ModelPlanTests
{
    private static readonly ModelPlan Plan = new(
        [new ExitRole("exit1", "exit1.logits", "exit1.accept", "exit1.entropy", "exit1.threshold", "entropy"), new ExitRole("final", "final.logits")],
        ["cat", "dog"],
        new Preprocessing(0.25f, [0.5f], [0.125f]),
        new DataRole("pets", new Dictionary<string, SplitRole> { ["train"] = new("train", 0, 900) }),
        new CalibrationRecord("max-accuracy-drop", 0.01, "pets calibration", 100, 0.875, 0.0078125, 1234.5, [0.75, 0.25]));

    [Fact]
    public void ToJson_FullPlan_IsAsApproved()
    {
        string approved = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "tests/Ponder.Tests/Plans/plan.approved.json"));

        Assert.Equal(approved.TrimEnd(), JsonNode.Parse(Plan.ToJson())!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    [Fact]
    public void Parse_ToJson_GivesTheSamePlan()
    {
        Assert.Equal(Plan.ToJson(), ModelPlan.Parse(Plan.ToJson(), "test").ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"exits\":null,\"labels\":[]}")]
    [InlineData("{\"exits\":[null],\"labels\":[]}")]
    [InlineData("{\"exits\":[{\"name\":\"a\"}],\"labels\":[]}")]
    [InlineData("{\"exits\":[{\"name\":\"a\",\"logits\":null}],\"labels\":[]}")]
    [InlineData("{\"exits\":[],\"labels\":[null]}")]
    [InlineData("{\"exits\":[],\"labels\":[],\"preprocessing\":{\"scale\":1}}")]
    [InlineData("{\"version\":\"one\",\"exits\":[],\"labels\":[]}")]
    public void Parse_NoPlan_IsRefused(string json)
    {
        Assert.Throws<ModelFormatException>(() => ModelPlan.Parse(json, "test"));
    }

    [Theory]
    [InlineData("{\"version\":2,\"exits\":\"elsewhere\"}", "2")]
    [InlineData("{\"version\":0}", "0")]
    [InlineData("{\"version\":1e12}", "1e12")]
    public void Parse_OtherVersion_IsRefusedBeforeAnythingElseIsRead(string json, string version)
    {
        var error = Assert.Throws<ModelFormatException>(() => ModelPlan.Parse(json, "test"));

        Assert.Equal([$"plan: expected version 1 to 1, got {version}"], error.Faults);
    }

    [Theory]
    [InlineData("stage1", "gate of exit 'exit1': expected the condition of a gate, got 'stage1'")]
    [InlineData("typo", "gate of exit 'exit1' is tensor 'typo', which is not in the graph")]
    public void Load_WrongGate_IsRefused(string gate, string fault) =>
        Assert.Equal([$"plan: {fault}"], FaultsWith(exit => exit with { Gate = gate }));

    [Theory]
    [InlineData("stage1", "threshold 'stage1': expected a constant of one float32, got stage1: Float32 [N, 8]")]
    [InlineData("stage1.bias", "threshold 'stage1.bias': expected a constant of one float32, got stage1.bias: Float32 [8]")]
    [InlineData("typo", "threshold of exit 'exit1' is tensor 'typo', which is not in the graph")]
    public void Load_WrongThreshold_IsRefused(string threshold, string fault) =>
        Assert.Equal([$"plan: {fault}"], FaultsWith(exit => exit with { Threshold = threshold }));

    [Fact]
    public void Load_NaNThreshold_IsRefused()
    {
        var error = Assert.Throws<ModelFormatException>(() => ThreeExitNetwork.Build(float.NaN));

        Assert.Equal(
            ["plan: threshold 'exit1.threshold': expected a number, got NaN", "plan: threshold 'exit2.threshold': expected a number, got NaN"],
            error.Faults);
    }

    [Fact]
    public void Load_FirstExitWithoutGate_IsRefused() =>
        Assert.Equal(["plan: expected a gate at every exit but the last"], FaultsWith(exit => exit with { Gate = null }));

    [Fact]
    public void Load_OutputMissing_IsRefused()
    {
        var model = ModelProto.Parser.ParseFrom(ThreeExitNetwork.Build().ToBytes());
        model.Graph.Output.RemoveAt(2);

        Assert.Equal(["plan: expected an output 'confidence', got logits, exit"], ForeignModel.FaultsOf(model));
    }

    [Fact]
    public void Load_OperatingPointsOfOtherExits_AreRefused()
    {
        var graph = ThreeExitNetwork.Build();
        graph.Plan = graph.Plan! with { Calibration = Plan.Calibration! with { OperatingPoints = [new([1], 0.5, 10, [1, 0, 0])] } };

        Assert.Equal(["plan: operating points: expected 2 thresholds each, got others"], Assert.Throws<ModelFormatException>(graph.Clone).Faults);
    }

    [Theory]
    [InlineData(0.5, 10f, null)]
    [InlineData(0.7, 20f, null)] // the cheaper of two
    [InlineData(0.9, 30f, null)]
    [InlineData(0.91, 0f, "expected at most 0.9, the best on the calibration split, got 0.91")]
    [InlineData(0, 0f, "expected a fraction above 0 and at most 1, got 0")]
    [InlineData(double.NaN, 0f, "expected a fraction above 0 and at most 1, got NaN")]
    public void FindOperatingPoint_GivesTheCheapestThatReachesIt(double target, float threshold, string? fault)
    {
        OperatingPoint[] points = [new([10f], 0.6, 100, [1, 0]), new([30f], 0.9, 300, [0, 1]), new([20f], 0.8, 200, [0.5, 0.5])];
        var plan = Plan with { Calibration = Plan.Calibration! with { OperatingPoints = points } };

        Assert.Equal(fault, plan.FindOperatingPoint(target, out var point));
        Assert.Equal(fault is null ? threshold : null, point?.Thresholds[0]);
    }

    [Fact]
    public void FindOperatingPoint_NoneThere_SaysWhy()
    {
        Assert.Contains("ponder calibrate", Plan.FindOperatingPoint(0.5, out _), StringComparison.Ordinal);
        Assert.Contains("early exits", (Plan with { Exits = [Plan.Exits[^1]] }).FindOperatingPoint(0.5, out _), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> FaultsWith(Func<ExitRole, ExitRole> change)
    {
        var graph = ThreeExitNetwork.Build();
        var plan = graph.Plan!;
        graph.Plan = plan with { Exits = [change(plan.Exits[0]), .. plan.Exits.Skip(1)] };
        return Assert.Throws<ModelFormatException>(graph.Clone).Faults;
    }
}
