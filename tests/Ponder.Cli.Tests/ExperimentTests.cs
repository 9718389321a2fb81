using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.Graph;
using Ponder.Plans;
using Ponder.Report;

namespace Ponder.Cli.Tests;

/// <summary>Whole experiments on a few hundred images: they show that the parts fit, not what networks learn.</summary>
public sealed class ExperimentTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Run_SmallData_LeavesACalibratedModelABenchmarkAndAReport()
    {
        var (run, result) = Run("run", batches: [1, 4]);

        Assert.NotNull(GatedGraph.Load(run.Model).Plan!.Calibration);
        Assert.True(result.Calibration!.Met);
        Assert.Equal(10, result.Benchmark!.Rows.Count);
        Assert.True(File.Exists(run.Benchmark));
        Assert.Equal("b-lenet on mnist", ReportFile.Read(run.ReportData).Title);
        Assert.Contains("</html>", File.ReadAllText(run.ReportPage), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FinishedStagesAgain_GivesTheSameModel()
    {
        var (run, _) = Run("run", batches: []);
        byte[] first = File.ReadAllBytes(run.Model);
        Continue(run, batches: []);

        Assert.Equal(first, File.ReadAllBytes(run.Model));
    }

    [Fact]
    public void Run_WithoutWatchers_LogsALinePerEpoch()
    {
        Run("run", batches: []);

        Assert.Equal(2, _error.ToString().Split('\n').Count(line => line.Contains("epoch 1 of 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Show_Json_SaysWhereEverythingIs()
    {
        var (run, result) = Run("run", batches: []);
        int code = RunEnd.Show(Terminal, run, result, isJson: true);

        Assert.Equal(ExitCodes.Done, code);
        using var json = System.Text.Json.JsonDocument.Parse(_output.ToString());
        Assert.Equal(run.Model, json.RootElement.GetProperty("model").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("speedup").GetArrayLength());
    }

    private Terminal Terminal => new(_output, _error, TimeProvider.System);

    private (RunFolder Run, ExperimentResult Result) Run(string name, int[] batches)
    {
        var run = RunFolder.Create(_folder.File(name), SmallRecipe());
        return (run, Continue(run, batches));
    }

    private ExperimentResult Continue(RunFolder run, int[] batches) =>
        new Experiment(Terminal, run.ReadRecipe(), run, SmallData(), threads: 1).Run(batches, TestContext.Current.CancellationToken);

    private static Recipe SmallRecipe() => new(
        "b-lenet", "mnist", Seed: 1, new BaselineStage(1, 32, 0.002, "constant", 0),
        new BranchStage(1, 32, 0.002, "constant", 0, [1, 1], "entropy"), MaxAccuracyDrop: 0.05);

    private static DataSet SmallData()
    {
        var whole = DataCatalog.Open("mnist");
        var splits = new Dictionary<string, SplitRole>
        {
            ["train"] = new("train", 0, 256),
            ["validation"] = new("train", 256, 320),
            ["calibration"] = new("train", 320, 420),
            ["test"] = new("test", 0, 100),
        };
        return whole with { Role = new DataRole(whole.Role.Name, splits) };
    }
}
