using System.Text.Json;
using Ponder.Plans;

namespace Ponder.Cli.Tests;

public sealed class PredictVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0f, "final", 1_247_720)]
    [InlineData(10f, "exit1", 220_150)]
    public async Task Predict_Idx_SaysExitAndMacsOfEachImage(float threshold, string exit, long macs)
    {
        var run = await Predict(TestModels.BranchyLeNet(_folder, threshold), TestImages.Idx(3, 28, 28), "--json");

        using var json = JsonDocument.Parse(run.Output);
        var predictions = json.RootElement.GetProperty("predictions").EnumerateArray().ToArray();
        Assert.Equal(3, predictions.Length);
        Assert.All(predictions, image => Assert.Equal(exit, image.GetProperty("exit").GetString()));
        Assert.All(predictions, image => Assert.Equal(macs, image.GetProperty("macs").GetInt64()));
    }

    [Theory]
    [InlineData("0.9", "exit1")]
    [InlineData("0.95", "final")]
    public async Task Predict_AccuracyTarget_TakesThatOperatingPoint(string target, string exit)
    {
        var graph = TestModels.Build(threshold: 2);
        graph.Plan = graph.Plan! with
        {
            Calibration = new CalibrationRecord("max-macs", 1, "noise", 10, 0, 0, 0, []) { OperatingPoints = [new([10], 0.9, 1, [1, 0]), new([0], 0.95, 2, [0, 1])] },
        };
        string model = _folder.File("points.onnx");
        graph.Save(model);

        var run = await CommandRun.Of("predict", model, _folder.Write("a.idx", TestImages.Idx(1, 28, 28)), "--accuracy-target", target, "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(exit, json.RootElement.GetProperty("predictions")[0].GetProperty("exit").GetString());
    }

    [Fact]
    public async Task Predict_AccuracyTargetWithoutPoints_IsRefused() =>
        (await CommandRun.Of("predict", TestModels.BranchyLeNet(_folder), _folder.Write("a.idx", TestImages.Idx(1, 28, 28)), "--accuracy-target", "0.9"))
            .AssertRefused("--accuracy-target", "ponder calibrate writes them into the file");

    [Fact]
    public async Task Predict_Range_TakesTheseImages()
    {
        string file = _folder.Write("a.idx", TestImages.Idx(5, 28, 28));
        var run = await CommandRun.Of("predict", TestModels.BranchyLeNet(_folder), file + "[2:4]");

        Assert.Contains("a.idx[2]", run.Output, StringComparison.Ordinal);
        Assert.Contains("a.idx[3]", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("a.idx[4]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_Pgm_ShowsATable()
    {
        var run = await Predict(TestModels.BranchyLeNet(_folder), TestImages.Pgm(28, 28));

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
        Assert.Contains("input.bin", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_RangeBehindTheEnd_IsRefused()
    {
        string file = _folder.Write("a.idx", TestImages.Idx(5, 28, 28));
        (await CommandRun.Of("predict", TestModels.BranchyLeNet(_folder), file + "[2:6]")).AssertRefused("0 to 5", "[2:6]");
    }

    [Fact]
    public async Task Predict_WrongShape_IsRefused() =>
        (await Predict(TestModels.BranchyLeNet(_folder), TestImages.Idx(2, 32, 32))).AssertRefused("[N, 1, 28, 28]", "[2, 32, 32]");

    [Fact]
    public async Task Predict_PictureOfWrongSize_IsRefused() =>
        (await Predict(TestModels.BranchyLeNet(_folder), TestImages.Pgm(27, 28))).AssertRefused("28 x 28", "27 x 28");

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public async Task Predict_NotFinite_IsRefused(float value, string got) =>
        (await Predict(TestModels.BranchyLeNet(_folder), TestImages.FloatIdx(value, 1, 28, 28))).AssertRefused("finite", got);

    [Fact]
    public async Task Predict_TruncatedIdx_IsRefused() =>
        (await Predict(TestModels.BranchyLeNet(_folder), TestImages.Idx(2, 28, 28)[..100])).AssertRefused("expected 1568 bytes", "got");

    [Fact]
    public async Task Predict_AbsurdCount_IsRefusedWithoutTheMemory()
    {
        byte[] header = TestImages.Idx(0, 28, 28);
        header[4] = 0x7F;

        (await Predict(TestModels.BranchyLeNet(_folder), header)).AssertRefused("at most");
    }

    [Fact]
    public async Task Predict_NoImages_IsRefused() =>
        (await Predict(TestModels.BranchyLeNet(_folder), TestImages.Idx(0, 28, 28))).AssertRefused("[0, 28, 28]");

    [Fact]
    public async Task Predict_NoPicture_IsRefused() =>
        (await Predict(TestModels.BranchyLeNet(_folder), "this is text, not a picture"u8.ToArray())).AssertRefused("do not decode");

    [Fact]
    public async Task Predict_OperatorThatTheEngineLacks_RunsOnOnnxRuntime()
    {
        var run = await Predict(TestModels.WithSinh(_folder), TestImages.Idx(1, 28, 28));

        Assert.Equal(ExitCodes.Done, run.Code);
        Assert.Contains("segment by segment", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_Interrupted_Ends130()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        string file = _folder.Write("a.idx", TestImages.Idx(1, 28, 28));

        var run = await CommandRun.Of(interrupted.Token, "predict", TestModels.BranchyLeNet(_folder), file);

        Assert.Equal(ExitCodes.Interrupted, run.Code);
    }

    private Task<CommandRun> Predict(string model, byte[] image, params string[] options) =>
        CommandRun.Of(["predict", model, _folder.Write("input.bin", image), .. options]);
}
