using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;
using Ponder.Report;
using Ponder.Zoo;

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

    [Fact]
    public void Run_ForeignModelWithoutBaseline_KeepsItsWeightsAndGivesItExits()
    {
        string path = ForeignLeNet();
        var recipe = SmallRecipe() with { Network = null, Model = path, Baseline = null };
        recipe = recipe with { Branches = recipe.Branches! with { Exits = [new ExitBranch("relu2", new ConvolutionalHead([new(4)]))], Policy = "confidence" } };

        var (run, _) = Run("run", batches: [], recipe);

        var graph = GatedGraph.Load(run.Model);
        Assert.Equal("confidence", graph.Plan!.Exits[0].Policy);
        Assert.Equal(10, graph.Plan.Labels.Count);
        Assert.Equal(LeNet.Build(seed: 1).Constant("conv1.weight").Shape, graph.Constant("conv1.weight").Shape);
        Assert.False(File.Exists(Path.Combine(run.BaselineFolder, "checkpoint.zip")));
    }

    [Fact]
    public void Run_OtherSplits_AreInThePlanAndTheNumbers()
    {
        var recipe = SmallRecipe() with { Calibration = new CalibrationStage { MaxMacs = 500_000, Split = "test[0:60]" }, Test = "test[60:100]" };

        var (run, result) = Run("run", batches: [], recipe);

        var splits = GatedGraph.Load(run.Model).Plan!.Data!.Splits;
        Assert.Equal((new SplitRole("test", 0, 60), new SplitRole("test", 60, 100)), (splits["calibration"], splits["test"]));
        Assert.Equal((60, 40), (result.Calibration!.CalibrationSamples, result.Evaluation.Result.Samples));
    }

    [Fact]
    public void Run_InitOfAnotherNetwork_SaysWhichWeightsAreMissing()
    {
        string init = _folder.File("init.onnx");
        AlexNet.Build(seed: 1).Save(init);

        var error = Assert.Throws<CommandException>(() => Run("run", batches: [], SmallRecipe() with { Init = init }));

        Assert.Contains("conv1.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DataOfAnotherShape_IsRefused()
    {
        var recipe = SmallRecipe() with { Network = "b-alexnet" };
        recipe = recipe with { Branches = recipe.Branches! with { Weights = [1, 1, 1] } };

        var error = Assert.Throws<CommandException>(() => Run("run", batches: [], recipe));

        Assert.Contains("b-alexnet: expected samples [N, 3, 32, 32], got [N, 1, 28, 28] from mnist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_CheapHeadBehindMuchOfAFrozenTrunk_IsTrainedOnKeptFeatures()
    {
        var (run, result) = Run("run", batches: [], SmallRecipe() with
        {
            Network = "lenet",
            Branches = new BranchStage(SmallStage() with { Epochs = 5 }) { Weights = [1, 0], Trunk = "frozen", Exits = [new ExitBranch("relu2", new PooledLinearHead())] },
        });

        Assert.True(File.Exists(Path.Combine(run.BranchesFolder, "exit1", "metrics.jsonl")));
        Assert.Empty(Directory.GetFiles(run.Path, "*.features", SearchOption.AllDirectories));
        Assert.Equal(result.Model.Trunk!.Constant("conv2.weight").Floats.ToArray(), result.Model.Graph.Constant("conv2.weight").Floats.ToArray());
        Assert.InRange(result.Records.Accuracy(0), 0.3, 1); // guessing has a tenth
        Assert.Equal(2, result.Model.Branches[^1].ValidationAccuracy.Count);
    }

    [Fact]
    public void Run_HeadsBeforeAllExits_TrainsBothInTurn()
    {
        var (run, _) = Run("run", batches: [], SmallRecipe() with { Heads = SmallStage() });

        Assert.All([run.HeadsFolder, run.BranchesFolder], folder => Assert.True(RunFolder.HasCheckpoint(folder)));
        Assert.NotNull(run.ReadRecipe().Heads);
    }

    [Fact]
    public void Parse_HeadsBehindAFrozenTrunk_AreRefused()
    {
        var recipe = SmallRecipe() with { Heads = SmallStage() };
        string yaml = RecipeWriter.Write(recipe with { Branches = recipe.Branches! with { Trunk = "frozen" } });

        Assert.Contains("joint", Assert.Throws<RecipeException>(() => RecipeReader.Parse(yaml, "heads.yaml")).Message, StringComparison.Ordinal);
    }

    private string ForeignLeNet()
    {
        string path = _folder.File("foreign.onnx");
        var trunk = LeNet.Build(seed: 1);
        trunk.Plan = null;
        GraphCutter.Extract(trunk, ["final.logits"]).Save(path);
        return path;
    }

    private Terminal Terminal => new(_output, _error, TimeProvider.System);

    private (RunFolder Run, ExperimentResult Result) Run(string name, int[] batches, Recipe? recipe = null)
    {
        var run = RunFolder.Create(_folder.File(name), recipe ?? SmallRecipe());
        return (run, Continue(run, batches));
    }

    private ExperimentResult Continue(RunFolder run, int[] batches) =>
        new Experiment(Terminal, run.ReadRecipe(), run, SmallData(), threads: 1).Run(batches, most: null, TestContext.Current.CancellationToken);

    private static Recipe SmallRecipe() => new()
    {
        Network = "b-lenet",
        Data = "mnist",
        Seed = 1,
        Baseline = SmallStage(),
        Branches = new BranchStage(SmallStage()) { Weights = [1, 1] },
        Calibration = new CalibrationStage { MaxAccuracyDrop = 0.05 },
    };

    private static TrainingStage SmallStage() => new() { Epochs = 1, Batch = 32, LearningRate = 0.002, Schedule = "constant", Shift = 0 };

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
