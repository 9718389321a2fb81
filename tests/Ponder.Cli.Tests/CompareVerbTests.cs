using System.Text.Json;
using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Cli.Tests;

/// <summary>Runs beside each other, one of them of learned exits; trained on a few hundred images, so that only the parts are shown to fit.</summary>
public sealed class CompareVerbTests : IDisposable
{
    private const string Test = "test[0:200]";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_JointAndLearned_SaysHowTheyDiffer()
    {
        string joint = Train("joint", Joint()), learned = Train("learned", Learned()), page = _folder.File("page.html");

        var run = await CommandRun.Of("compare", joint, learned, "--out", page, "--json");

        Assert.Equal((ExitCodes.Done, "learned"), (run.Code, GatedGraph.Load(Path.Combine(learned, "model.onnx")).Plan!.Exits[0].Policy));
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(200, json.RootElement.GetProperty("samples").GetInt32());
        var runs = json.RootElement.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(JsonValueKind.Null, runs[0].GetProperty("difference").ValueKind);
        var difference = runs[1].GetProperty("difference");
        Assert.InRange(difference.GetProperty("value").GetDouble(), difference.GetProperty("low").GetDouble(), difference.GetProperty("high").GetDouble());
        Assert.Equal(2, runs[1].GetProperty("measures").GetProperty("exits").GetArrayLength());
        string html = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("series1", html, StringComparison.Ordinal);
        Assert.Contains("Efficacy", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_SeedsOfOneRecipe_CountAsOne()
    {
        string[] joint = [Train("joint1", Joint()), Train("joint2", Joint() with { Seed = 2 })], learned = [Train("learned1", Learned()), Train("learned2", Learned() with { Seed = 2 })];

        var run = await CommandRun.Of(["compare", .. joint, .. learned, "--out", _folder.File("page.html"), "--json"]);

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal([$"{joint[0]} and 1 more", $"{learned[0]} and 1 more"], json.RootElement.GetProperty("runs").EnumerateArray().Select(found => found.GetProperty("run").GetString()!));
        Assert.Equal(60, json.RootElement.GetProperty("runs")[0].GetProperty("curve").GetArrayLength());
    }

    [Fact]
    public async Task Compare_OtherTestSamples_IsRefused() => (await CommandRun.Of(
        "compare", Train("joint", Joint()), Train("other", Joint() with { Test = "test[200:400]" }), "--out", _folder.File("page.html")))
        .AssertRefused("other: expected the test samples of");

    [Fact]
    public async Task Compare_NoRun_IsRefused() => (await CommandRun.Of("compare", _folder.File("nothing"))).AssertRefused("expected a run with recipe.yaml");

    [Fact]
    public void Train_AgainstMeasuredTime_KeepsTheTimes()
    {
        var recipe = Learned();
        var run = Train("timed", recipe with { Branches = recipe.Branches! with { Learned = new LearnedSetting(null, 0.5) { Cost = "time", Features = "trunk", Alternation = 2 } } });

        double[] times = JsonSerializer.Deserialize<double[]>(File.ReadAllText(Path.Combine(run, "exit-times.json")))!;
        Assert.Equal((2, 1.0), (times.Length, times[1]));
        Assert.InRange(times[0], 0.01, 1);
    }

    private static Recipe Joint() => new()
    {
        Network = "b-lenet",
        Data = "mnist",
        Seed = 1,
        Test = Test,
        Baseline = Stage(),
        Branches = new BranchStage(Stage()) { Weights = [1, 1] },
        Calibration = new CalibrationStage { MaxAccuracyDrop = 0.05 },
    };

    private static Recipe Learned()
    {
        var recipe = Joint();
        return recipe with
        {
            Branches = recipe.Branches! with { Policy = "learned", Learned = new LearnedSetting(0.3, null), Carry = 1, ArrivalFloor = 0.2, Equilibrium = true },
        };
    }

    private static TrainingStage Stage() => new() { Epochs = 1, Batch = 32, LearningRate = 0.002, Schedule = "constant", Shift = 0 };

    private string Train(string name, Recipe recipe)
    {
        var run = RunFolder.Create(_folder.File(name), recipe);
        var whole = DataCatalog.Open("mnist");
        var splits = new Dictionary<string, SplitRole>
        {
            ["train"] = new("train", 0, 512),
            ["validation"] = new("train", 512, 640),
            ["calibration"] = new("train", 640, 900),
            ["test"] = new("test", 0, 10_000),
        };
        using var error = new StringWriter();
        var terminal = new Terminal(error, error, TimeProvider.System);
        new Experiment(terminal, run.ReadRecipe(), run, whole with { Role = new DataRole(whole.Role.Name, splits) }, threads: 1)
            .Run([], most: null, TestContext.Current.CancellationToken);
        return run.Path;
    }
}
