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
    public async Task Attach_SplitsThatShareSamples_AreRefused() =>
        (await Attach(_folder.File("run"), "--split", "test[0:5]")).AssertRefused("--test", "calibrate");

    [Fact]
    public async Task Attach_UnknownTensor_IsRefusedAndLeavesNothing()
    {
        (await Attach(_folder.File("run"), "--exits", "typo")).AssertRefused("typo");

        Assert.False(Directory.Exists(_folder.File("run")));
    }

    private Task<CommandRun> Attach(string output, params string[] options) => CommandRun.Of(
    [
        "attach", TestModels.ForeignResNet(_folder, classes: 2), "--data", TestImages.Folder(_folder, perClass: 40), "--mean", "0.5", "--std", "0.5",
        "--epochs", "1", "--threads", "1", "--max-accuracy-drop", "1", "--out", output, .. options,
    ]);
}
