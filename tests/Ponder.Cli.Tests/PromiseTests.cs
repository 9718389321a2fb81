using System.Text.Json;
using Ponder.Graph;

namespace Ponder.Cli.Tests;

/// <summary>What <c>calibrate</c> promises, and the policies that it can give a model.</summary>
public sealed class PromiseTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(Ponder.Tests.RepositoryFolder.Root, "models", "b-lenet-mnist.onnx");

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("true", "accuracy-drop")]
    [InlineData("none", "disagreement")]
    public async Task Calibrate_WithConfidence_IsWrittenAndInspected(string labels, string risk)
    {
        string model = _folder.File("promised.onnx");

        var run = await CommandRun.Of(
            "calibrate", Shipped, "--data", "mnist", "--split", "calibration[0:1500]", "--max-accuracy-drop", "0.02", "--confidence", "0.9", "--labels", labels, "--out", model);

        Assert.Equal(ExitCodes.Done, run.Code);
        var promise = GatedGraph.Load(model).Plan!.Calibration!.Promise!;
        // Every seventh of the 1,500 samples draws the path of thresholds, the others test it.
        Assert.Equal((risk, 0.02, 0.9, "exact", 1285), (promise.Risk, promise.Limit, promise.Confidence, promise.Bound, promise.Samples));
        Assert.Equal(64, promise.DataHash!.Length);
        Assert.Contains("promise: with confidence 0.9", (await CommandRun.Of("inspect", model)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calibrate_TwentySamples_RefusesAndLeavesTheFile()
    {
        string model = _folder.File("model.onnx");
        File.Copy(Shipped, model);

        var run = await CommandRun.Of("calibrate", model, "--data", "mnist", "--split", "calibration[0:20]", "--max-accuracy-drop", "0.02", "--confidence", "0.9", "--json");

        Assert.Equal(ExitCodes.TargetNotMet, run.Code);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Contains("got 20", json.RootElement.GetProperty("refusal").GetString(), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(Shipped, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("margin")]
    [InlineData("patience")]
    [InlineData("confidence")]
    public async Task Calibrate_AnotherPolicy_GivesAModelThatRunsAndExports(string policy)
    {
        string model = _folder.File("model.onnx");
        string[] calibrate = ["calibrate", Shipped, "--data", "mnist", "--split", "calibration[0:500]", "--max-accuracy-drop", "0.02"];

        var run = await CommandRun.Of([.. calibrate, "--policy", policy, "--temperature", "--recall", "--out", model]);

        Assert.Equal(ExitCodes.Done, run.Code);
        var exit = GatedGraph.Load(model).Plan!.Exits[0];
        Assert.Equal(policy, exit.Policy);
        Assert.NotNull(exit.InverseTemperature);
        Assert.Equal(ExitCodes.Done, (await CommandRun.Of("evaluate", model, "--data", "mnist", "--split", "test[0:50]")).Code);
        Assert.Equal(ExitCodes.Done, (await CommandRun.Of("export", model, "--format", "onnx-rows", "--out", _folder.File("rows.onnx"))).Code);
    }

    /// <summary>A pool of 10,000 recorded answers: what is promised from 1,000 of them is held against all.</summary>
    [Fact]
    public async Task Sample_ShippedModel_KeepsItsPromises()
    {
        string sample = Path.Combine(AppContext.BaseDirectory, "Ponder.Samples.Promise.dll");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("dotnet", [sample, Shipped, "mnist", "test", "20", "1000"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        double[] broken = [.. output.Split('\n').Where(line => line.Contains("broken ", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split("broken ")[1].Split('%')[0], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.NotEmpty(broken);
        Assert.All(broken, share => Assert.InRange(share, 0, 30)); // 2 of 20 are expected at most, 6 leave two standard deviations
    }
}
