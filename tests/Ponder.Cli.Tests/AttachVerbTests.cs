using Ponder.Graph;

namespace Ponder.Cli.Tests;

/// <summary>Exits on a small network and a few pictures: they show that the parts fit, not what exits learn.</summary>
public sealed class AttachVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("frozen")]
    [InlineData("joint")]
    public async Task Attach_FolderOfPictures_LeavesACalibratedModelAndAReport(string mode)
    {
        string output = _folder.File("run");
        var run = await Attach(output, "--mode", mode);

        Assert.True(run.Code is ExitCodes.Done or ExitCodes.TargetNotMet, run.Error);
        var plan = GatedGraph.Load(Path.Combine(output, "model.onnx")).Plan!;
        Assert.Equal((2, 0.5f), (plan.Exits.Count, plan.Preprocessing!.Mean[0]));
        Assert.NotNull(plan.Calibration);
        Assert.True(File.Exists(Path.Combine(output, "report.html")));
        Assert.Contains("exits ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_RunAgain_ResumesWithTheSamePreprocessing()
    {
        string output = _folder.File("run");
        await Attach(output);
        byte[] model = await File.ReadAllBytesAsync(Path.Combine(output, "model.onnx"), TestContext.Current.CancellationToken);
        await CommandRun.Of("train", "--resume", output, "--threads", "1");

        Assert.Equal(model, await File.ReadAllBytesAsync(Path.Combine(output, "model.onnx"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Attach_DataOfOtherClasses_GetsALastLayerOfItsOwn()
    {
        string output = _folder.File("run");
        var run = await Attach(output, classes: 5);

        Assert.True(run.Code is ExitCodes.Done or ExitCodes.TargetNotMet, run.Error);
        var graph = GatedGraph.Load(Path.Combine(output, "model.onnx"));
        Assert.Equal(2, graph.Tensor(graph.Plan!.Exits[^1].Logits).Shape[1]);
        Assert.Equal(["dark", "light"], graph.Plan.Labels);
        Assert.Contains("replaced", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_TooFewPictures_AreRefused() =>
        (await Attach(_folder.File("run"), perClass: 4)).AssertRefused("training split", "pictures");

    [Fact]
    public async Task Attach_SplitsThatShareSamples_AreRefused() =>
        (await Attach(_folder.File("run"), "--split", "test[0:5]")).AssertRefused("--test", "calibrate");

    [Fact]
    public async Task Attach_UnknownTensor_IsRefusedAndLeavesNothing()
    {
        (await Attach(_folder.File("run"), "--exits", "typo")).AssertRefused("typo");

        Assert.False(Directory.Exists(_folder.File("run")));
    }

    private Task<CommandRun> Attach(string output, params string[] options) => Attach(output, classes: 2, perClass: 40, options);

    private Task<CommandRun> Attach(string output, int classes = 2, int perClass = 40, params string[] options) => CommandRun.Of(
    [
        "attach", TestModels.ForeignResNet(_folder, classes), "--data", TestImages.Folder(_folder, perClass), "--mean", "0.5", "--std", "0.5",
        "--epochs", "1", "--threads", "1", "--max-accuracy-drop", "1", "--out", output, .. options,
    ]);
}
