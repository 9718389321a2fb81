using Ponder.Cli.Exporting;
using Ponder.EarlyExit;
using Ponder.Export;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

public sealed class ExportCheckTests
{
    private readonly GatedGraph _graph = LeNet.BuildBranchy(seed: 1, new EntropyExitPolicy(0.5f));

    [Fact]
    public void Run_OtherWeights_IsRefused()
    {
        byte[] other = ModelExporter.Rows(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0.5f)));

        Assert.Contains("output 'logits'", Refusal(other), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SameModel_DiffersByRoundingAtMost()
    {
        using var check = new ExportCheck(_graph, CheckSamples.Noise(_graph));
        using var exported = new ExportedFile(ModelExporter.Rows(_graph), "rows");

        Assert.InRange(check.Run(exported, ExportFormats.Rows), 0, 1e-4);
    }

    [Fact]
    public void Run_GateOfOneOutcome_IsRefused()
    {
        var builder = new GraphBuilder("one way");
        var x = builder.Input("image", TensorShape.Batch, 2);
        var most = builder.Add("ReduceMax", "most", [x], ("axes", new[] { 1 }), ("keepdims", 1));
        var open = builder.Add("Less", "open", [most, builder.Constant("limit", HostTensor.Of([1e9f], 1))]);
        var answer = builder.Where(open, x, builder.Relu(x, "deep"), "answer");
        var graph = ExitAttachment.Attach(builder.Build(plan: null, answer), [], new ConfidenceExitPolicy(1), seed: 0);
        using var check = new ExportCheck(graph, CheckSamples.Noise(graph));
        using var exported = new ExportedFile(ModelExporter.Rows(graph), "rows");

        var error = Assert.Throws<CommandException>(() => check.Run(exported, ExportFormats.Rows));

        Assert.Contains("gate 'open' is never closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ControlNodeOfOneChoice_IsCheckedAndReported()
    {
        using var folder = new ScratchFolder();
        var graph = GatedGraph.Load(TestModels.Collapsed(folder, stages: 1));
        using var check = new ExportCheck(graph, CheckSamples.Noise(graph));
        using var exported = new ExportedFile(ModelExporter.Rows(graph), "rows");

        Assert.InRange(check.Run(exported, ExportFormats.Rows), 0, 1e-4);

        Assert.Contains("gate 'q1.takes_high' is never open", check.Unseen);
    }

    private string Refusal(byte[] bytes)
    {
        using var check = new ExportCheck(_graph, CheckSamples.Noise(_graph));
        using var exported = new ExportedFile(bytes, "rows");
        return Assert.Throws<CommandException>(() => check.Run(exported, ExportFormats.Rows)).Message;
    }
}
