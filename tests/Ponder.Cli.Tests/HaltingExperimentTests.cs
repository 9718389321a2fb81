using Ponder.Cli.Models;
using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Graph;

namespace Ponder.Cli.Tests;

/// <summary>The curve of a network whose units halt on a few pictures: it shows that the parts fit, not what networks learn.</summary>
public sealed class HaltingExperimentTests : IDisposable
{
    private const string Yaml = """
        model: small.onnx
        data: pictures
        seed: 1
        halting:
          epochs: 1
          batch: 16
          learning_rate: 0.02
          schedule: one-cycle
          shift: 0
          optimizer: sgd
          precision: bfloat16
          kind: position
          ponder_weight: [0.01, 0.2]
          ramp: 0.5
          cost: macs
          score_rate: 10
          initial_bias: -2
          start: previous
          distillation: {weight: 0.5, temperature: 4}
        """;

    private readonly ScratchFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public HaltingExperimentTests() => SmallResidualModel.Build().Save(_folder.File("small.onnx"));

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Run_SmallData_LeavesACurveAndTheChosenModel()
    {
        var (run, result) = Run(Yaml);

        Assert.Equal(["ponder-0.01", "ponder-0.2"], result.Points.Select(point => point.Name));
        Assert.Equal(File.ReadAllBytes(Path.Combine(run.Stage(result.Chosen), "model.onnx")), File.ReadAllBytes(run.Model));
        Assert.Contains("\"macs_deviation\"", File.ReadAllText(run.Curve), StringComparison.Ordinal);
        Assert.All(result.Points, point => Assert.InRange(point.Blocks[0].PonderCost, 1, 4)); // a block of three units
        Assert.All(new[] { "Cheapest", "Dearest" }, group => Assert.Contains(group, File.ReadAllText(run.ReportPage), StringComparison.Ordinal));
    }

    [Fact]
    public void Run_Again_GivesTheSameCurve()
    {
        var (run, _) = Run(Yaml);
        string first = File.ReadAllText(run.Curve);
        Continue(run);

        Assert.Equal(first, File.ReadAllText(run.Curve));
    }

    [Fact]
    public async Task Evaluate_ChosenModel_TellsThePonderCost()
    {
        var (run, _) = Run(Yaml);
        var found = await CommandRun.Of("evaluate", run.Model, "--data", _folder.File("pictures"), "--json");

        Assert.Equal(0, found.Code);
        Assert.Contains("\"ponder_cost\"", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Benchmark_ChosenModel_ComparesWithAllUnitsEverywhere()
    {
        var (run, _) = Run(Yaml);
        var found = await CommandRun.Of("benchmark", run.Model, "--data", _folder.File("pictures"), "--batch", "1");

        Assert.Equal(0, found.Code);
        Assert.All(new[] { "static", "adaptive", "dense", "worst" }, variant => Assert.Contains(variant, found.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("report")]
    [InlineData("inspect")]
    public async Task Verb_ChosenModel_Works(string verb)
    {
        var (run, _) = Run(Yaml);

        Assert.Equal(0, (await CommandRun.Of(verb, verb == "report" ? run.Path : run.Model)).Code);
    }

    [Theory]
    [InlineData("model: small.onnx", "network: resnet8", "expected a baseline or init beside halting")]
    [InlineData("ponder_weight: [0.01, 0.2]", "ponder_weight: [0.2, 0.2]", "expected a list of different numbers from 0 to 100")]
    [InlineData("kind: position", "kind: mask", "halting.budget, got none")]
    [InlineData("cost: macs", "epsilon: 1", "expected an epsilon above 0, below 1")]
    [InlineData("cost: macs", "split: test", "expected a test split without samples that choose a point")]
    [InlineData("seed: 1", "seed: 1\ncalibration: {max_accuracy_drop: 0.01}", "expected neither control, heads, branches nor calibration beside halting")]
    public void Parse_Fault_IsNamed(string from, string to, string expected) => Assert.Contains(
        expected, Assert.Throws<RecipeException>(() => Parse(Yaml.Replace(from, to, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kind: position", "kind: image")]
    [InlineData("kind: position\n  ponder_weight: [0.01, 0.2]\n  ramp: 0.5\n  cost: macs", "kind: mask\n  budget: [0.6, 0.4]")]
    public void Write_Halting_ReadsAsTheSame(string from, string to)
    {
        string written = RecipeWriter.Write(Parse(Yaml.Replace(from, to, StringComparison.Ordinal)));

        Assert.Contains(to.Split('\n')[^1].Trim(), written, StringComparison.Ordinal);
        Assert.Equal(written, RecipeWriter.Write(Parse(written)));
    }

    private Terminal Terminal => new(_output, _error, TimeProvider.System);

    private Recipe Parse(string yaml) => RecipeReader.Parse(yaml, _folder.File("r.yaml"));

    private (RunFolder Run, HaltingResult Result) Run(string yaml)
    {
        string recipe = yaml.Replace("data: pictures", $"data: '{TestImages.Folder(_folder, perClass: 60)}'", StringComparison.Ordinal);
        var run = RunFolder.Create(_folder.File("run"), Parse(recipe));
        return (run, Continue(run));
    }

    private HaltingResult Continue(RunFolder run)
    {
        var recipe = run.ReadRecipe();
        var data = ModelData.Open(Terminal, NetworkCatalog.BuildTrunk(recipe), recipe.Data);
        return new HaltingExperiment(Terminal, recipe, run, data, threads: 1).Run(TestContext.Current.CancellationToken);
    }
}
