using System.Text.Json;
using Ponder.Cli.Models;
using Ponder.Graph;
using Ponder.Tests;

namespace Ponder.Cli.Tests;

/// <summary>Verbs take files that know nothing of exits.</summary>
public sealed class ForeignModelTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_ForeignFile_HasOneExit()
    {
        var run = await CommandRun.Of("evaluate", TestModels.Foreign(_folder), "--data", "mnist", "--split", "test[0:20]", "--json");

        using var json = JsonDocument.Parse(run.Output);
        var exit = Assert.Single(json.RootElement.GetProperty("exits").EnumerateArray());
        Assert.Equal(("final", 1.0), (exit.GetProperty("name").GetString(), exit.GetProperty("share").GetDouble()));
    }

    [Fact]
    public async Task Evaluate_TwoClasses_ShowsF1()
    {
        var run = await EvaluateTwoClasses();

        Assert.Matches(@"samples, F1 \d+\.\d\d % \(precision \d+\.\d\d %, recall \d+\.\d\d %\), ", run.Output);
    }

    [Fact]
    public async Task Evaluate_TwoClassesAsJson_HasF1()
    {
        using var json = JsonDocument.Parse((await EvaluateTwoClasses("--json")).Output);

        Assert.InRange(json.RootElement.GetProperty("f1").GetDouble(), 0, 1);
    }

    [Fact]
    public async Task Benchmark_ForeignFile_HasStaticRowsOnly()
    {
        var run = await CommandRun.Of("benchmark", TestModels.Foreign(_folder), "--data", "mnist", "--split", "test[0:20]", "--batch", "1", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(["static", "static"], json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("variant").GetString()));
    }

    [Fact]
    public async Task Inspect_ForeignFile_HasOneExit()
    {
        var run = await CommandRun.Of("inspect", TestModels.Foreign(_folder), "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("final", Assert.Single(json.RootElement.GetProperty("exits").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Predict_ForeignFile_UsesThePreprocessingAndLabelsOfTheCommandLine()
    {
        string labels = _folder.Write("labels.txt", string.Join('\n', Enumerable.Range(0, 10).Select(digit => $"digit-{digit}")));
        var run = await Predict("--mean", "0.1", "--std", "0.3", "--labels", labels);

        Assert.Equal(ExitCodes.Done, run.Code);
        Assert.Contains("digit-", run.Output, StringComparison.Ordinal);
        Assert.Contains("final", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_ForeignFileWithoutPreprocessing_IsRefused() => (await Predict()).AssertRefused("--mean", "--std");

    [Theory]
    [InlineData("--mean", "0.1,0.2", "1 numbers")]
    [InlineData("--std", "0", "above 0")]
    [InlineData("--size", "0", "1 to")]
    public async Task Predict_SettingsThatDoNotFit_AreRefused(string option, string value, string expected) =>
        (await Predict(option, value)).AssertRefused(option, expected);

    [Fact]
    public async Task Predict_LabelsOfAnotherLength_AreRefused() =>
        (await Predict("--mean", "0", "--labels", _folder.Write("labels.txt", "a\nb"))).AssertRefused("expected 10 lines", "got 2");

    [Fact]
    public async Task Evaluate_SettingsBesideAPlan_AreRefused() =>
        (await CommandRun.Of("evaluate", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--mean", "0")).AssertRefused("without a plan");

    [Fact]
    public void Open_ScaleAlone_LeavesMeanAndDeviationOut()
    {
        var plan = ModelOpener.Open(TestModels.Foreign(_folder), new ForeignSettings(Scale: 0.5)).Plan!;

        Assert.Equal((0.5f, 0f, 1f), (plan.Preprocessing!.Scale, plan.Preprocessing.Mean[0], plan.Preprocessing.StandardDeviation[0]));
    }

    [Theory]
    [InlineData("resnet20-cifar10.onnx", 0.9173)]
    [InlineData("resnet56-cifar10.onnx", 0.9339)]
    public async Task Evaluate_GivenResNet_IsAsGoodAsItsMakersSay(string name, double accuracy)
    {
        Assert.SkipWhen(RepositoryFolder.ForeignModels is null, "no foreign models: set PONDER_TEST_MODELS to a folder with them");
        TestData.SkipWithoutCifar();
        var run = await CommandRun.Of(
            "evaluate", Path.Combine(RepositoryFolder.ForeignModels!, name), "--data", "cifar-10", "--split", "test[0:1000]", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(accuracy, json.RootElement.GetProperty("accuracy").GetDouble(), tolerance: 0.02);
    }

    private Task<CommandRun> Predict(params string[] options) =>
        CommandRun.Of(["predict", TestModels.Foreign(_folder), _folder.Write("input.idx", TestImages.Idx(1, 28, 28)), .. options]);

    private Task<CommandRun> EvaluateTwoClasses(params string[] options) => CommandRun.Of([
        "evaluate", TestModels.ForeignResNet(_folder, classes: 2), "--data", TestImages.Folder(_folder, perClass: 40), "--mean", "0.5", "--std", "0.5", .. options]);
}
