using System.Text.Json;
using Ponder.Graph;

namespace Ponder.Cli.Tests;

/// <summary>Verbs that take a model and data: calibrate, evaluate, benchmark.</summary>
public sealed class ModelDataVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ponder")]
    [InlineData("ort")]
    [InlineData("torch")]
    public async Task Evaluate_Json_CountsTheExitsOfEveryEngine(string engine)
    {
        var run = await CommandRun.Of(
            "evaluate", TestModels.BranchyLeNet(_folder, threshold: 10), "--data", "mnist", "--split", "test[0:50]", "--engine", engine, "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(engine, json.RootElement.GetProperty("engine").GetString());
        Assert.Equal(50, json.RootElement.GetProperty("samples").GetInt32());
        Assert.Equal(1, json.RootElement.GetProperty("exits")[0].GetProperty("share").GetDouble());
        Assert.Equal(220_150, json.RootElement.GetProperty("macs_mean").GetDouble());
    }

    [Fact]
    public async Task Evaluate_ControlGraph_ShowsHowSamplesSpread()
    {
        var run = await CommandRun.Of("evaluate", TestModels.Controlled(_folder), "--data", "mnist", "--split", "test[0:100]");

        Assert.Contains(" of 6 paths taken; entropy of their shares ", run.Output, StringComparison.Ordinal);
        Assert.Contains("stage1=wide, stage2=go", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Routing_ComparesEveryWayToChoose()
    {
        var run = await CommandRun.Of("evaluate", TestModels.Controlled(_folder), "--data", "mnist", "--split", "test[0:100]", "--routing", "--json");

        using var json = JsonDocument.Parse(run.Output);
        string?[] names = [.. json.RootElement.GetProperty("routing").EnumerateArray().Select(point => point.GetProperty("name").GetString())];
        Assert.Equal(["model", "random", "oracle"], names[..3]);
        Assert.Equal(json.RootElement.GetProperty("macs_mean").GetDouble(), json.RootElement.GetProperty("routing")[0].GetProperty("macs_mean").GetDouble(), 1.0);
    }

    [Fact]
    public async Task Evaluate_RoutingOfExits_IsRefused() =>
        (await CommandRun.Of("evaluate", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--routing")).AssertRefused("--routing", "control graph");

    [Fact]
    public async Task Benchmark_ControlGraph_TimesEveryPath()
    {
        var run = await CommandRun.Of("benchmark", TestModels.Controlled(_folder), "--data", "mnist", "--split", "test[0:40]", "--batch", "8", "--json");

        using var json = JsonDocument.Parse(run.Output);
        string?[] variants = [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("variant").GetString())];
        Assert.Equal(["static", "static", "adaptive"], variants[..3]);
        Assert.Equal(6, variants[3..].Length); // of six paths the dearest is called worst
        Assert.Contains("worst", variants);
    }

    [Theory]
    [InlineData("draw", 200)]
    [InlineData("1000", 50)]
    public async Task Benchmark_Deadline_CountsWhoWasLateAndRight(string deadline, int requests)
    {
        var run = await CommandRun.Of(
            "benchmark", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--split", "test[0:40]", "--deadline", deadline, "--requests", $"{requests}", "--json");

        using var json = JsonDocument.Parse(run.Output);
        var bins = json.RootElement.GetProperty("bins").EnumerateArray().ToArray();
        Assert.Equal(requests, bins.Sum(bin => bin.GetProperty("requests").GetInt32()));
        Assert.InRange(json.RootElement.GetProperty("accepted").GetInt32(), 1, requests);
        Assert.Equal(2, json.RootElement.GetProperty("profile").GetProperty("answer_ms").GetArrayLength());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("soon")]
    public async Task Benchmark_DeadlineThatIsNone_IsRefused(string deadline) =>
        (await CommandRun.Of("benchmark", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--deadline", deadline)).AssertRefused("--deadline", deadline);

    [Fact]
    public async Task Benchmark_DeadlineOfAControlGraph_IsRefused() => (await CommandRun.Of(
        "benchmark", TestModels.Controlled(_folder), "--data", "mnist", "--split", "test[0:20]", "--deadline", "1")).AssertRefused("--deadline", "early exits");

    [Fact]
    public async Task Evaluate_CollapsedPolicy_WarnsOnStandardError()
    {
        var run = await CommandRun.Of("evaluate", TestModels.Collapsed(_folder, stages: 1), "--data", "mnist", "--split", "test[0:20]", "--json");

        Assert.Contains("warning: the policy has collapsed: path 'q1=low' takes 100 %", run.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(1, json.RootElement.GetProperty("paths").GetProperty("distinct").GetInt32());
    }

    [Fact]
    public async Task Evaluate_ManyPaths_JoinsThoseThatNobodyTook()
    {
        var run = await CommandRun.Of("evaluate", TestModels.Collapsed(_folder, stages: 5), "--data", "mnist", "--split", "test[0:20]");

        Assert.Contains("31 paths that nobody took", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_PerSample_WritesALinePerSample()
    {
        string lines = _folder.File("samples.jsonl");
        await CommandRun.Of("evaluate", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--split", "test[0:20]", "--per-sample", lines);

        Assert.Equal(20, (await File.ReadAllLinesAsync(lines, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Benchmark_Json_HasStaticAdaptiveExitAndWorstRows()
    {
        var run = await CommandRun.Of(
            "benchmark", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--split", "test[0:40]", "--batch", "1,8", "--json");

        using var json = JsonDocument.Parse(run.Output);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().Select(row =>
            $"{row.GetProperty("variant")} {row.GetProperty("engine")} {row.GetProperty("batch")}");
        string[] variants = ["static ponder", "static ort", "adaptive ponder", "exit:exit1 ponder", "worst ponder"];
        Assert.Equal([.. variants.Select(variant => $"{variant} 1"), .. variants.Select(variant => $"{variant} 8")], rows);
        Assert.Equal(2, json.RootElement.GetProperty("speedup").GetArrayLength());
    }

    [Fact]
    public async Task Calibrate_ExitShares_WritesThresholdAndPromise()
    {
        string model = TestModels.BranchyLeNet(_folder);
        var run = await CommandRun.Of("calibrate", model, "--data", "mnist", "--split", "calibration[0:500]", "--exit-shares", "0.5,0.5", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("met").GetBoolean());
        Assert.Equal("exit-shares", GatedGraph.Load(model).Plan!.Calibration!.Method);
    }

    [Fact]
    public async Task Calibrate_MaxLatency_MeasuresTheExits()
    {
        string model = TestModels.BranchyLeNet(_folder);
        var run = await CommandRun.Of("calibrate", model, "--data", "mnist", "--split", "calibration[0:200]", "--max-latency", "10000", "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("met").GetBoolean());
        Assert.Equal(("max-latency", 10_000.0), (GatedGraph.Load(model).Plan!.Calibration!.Method, GatedGraph.Load(model).Plan!.Calibration!.Target));
    }

    [Fact]
    public async Task Calibrate_TargetOutOfReach_EndsWith1AndLeavesTheFile()
    {
        string model = TestModels.BranchyLeNet(_folder);
        byte[] before = await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken);
        var run = await CommandRun.Of("calibrate", model, "--data", "mnist", "--split", "calibration[0:100]", "--max-macs", "1");

        Assert.Equal(ExitCodes.TargetNotMet, run.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--max-accuracy-drop", "abc", "abc")]
    [InlineData("--max-accuracy-drop", "NaN", "NaN")]
    [InlineData("--max-accuracy-drop", "-0.1", "-0.1")]
    [InlineData("--max-macs", "Infinity", "Infinity")]
    [InlineData("--exit-shares", "0.5,x", "0.5,x")]
    public async Task Calibrate_NoNumber_IsRefused(string option, string value, string got) =>
        (await CommandRun.Of("calibrate", TestModels.BranchyLeNet(_folder), "--data", "mnist", option, value)).AssertRefused(option, "expected", got);

    [Fact]
    public async Task Calibrate_WithoutTarget_IsRefused() =>
        (await CommandRun.Of("calibrate", TestModels.BranchyLeNet(_folder), "--data", "mnist")).AssertRefused("--max-accuracy-drop");

    [Fact]
    public async Task Calibrate_UnwritableOutput_IsRefusedAndLeavesNothing()
    {
        string blocked = Path.Combine(_folder.Write("file", "in the way"), "model.onnx");
        var run = await CommandRun.Of(
            "calibrate", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--split", "calibration[0:50]", "--exit-shares", "1,0", "--out", blocked);

        run.AssertRefused("file");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8,0")]
    [InlineData("x")]
    public async Task Benchmark_BatchWithoutSamples_IsRefused(string batch) =>
        (await CommandRun.Of("benchmark", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--batch", batch)).AssertRefused("--batch", batch);

    [Fact]
    public async Task Benchmark_BatchAboveTheSamples_IsRefused() =>
        (await CommandRun.Of("benchmark", TestModels.BranchyLeNet(_folder), "--data", "mnist", "--split", "test[0:4]", "--batch", "8")).AssertRefused("at most 4", "got 8");

    [Theory]
    [InlineData("mnits", "test", "mnits")]
    [InlineData("mnist", "exam", "exam")]
    [InlineData("mnist", "test[5:5]", "test[5:5]")]
    [InlineData("mnist", "test[0:10001]", "[0:10000]")]
    public async Task Evaluate_UnknownDataOrSplit_IsRefused(string data, string split, string got) =>
        (await CommandRun.Of("evaluate", TestModels.BranchyLeNet(_folder), "--data", data, "--split", split)).AssertRefused(got);

    [Fact]
    public async Task Evaluate_OperatorThatTheEngineLacks_RunsOnOnnxRuntime()
    {
        var run = await CommandRun.Of("evaluate", TestModels.WithSinh(_folder), "--data", "mnist", "--split", "test[0:5]", "--json");

        Assert.Equal(ExitCodes.Done, run.Code);
        Assert.Contains("\"engine\":\"ort\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("Sinh", run.Error, StringComparison.Ordinal);
    }
}
