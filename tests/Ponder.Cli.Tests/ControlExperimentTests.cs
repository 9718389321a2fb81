using Ponder.Cli.Models;
using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Graph;

namespace Ponder.Cli.Tests;

/// <summary>The curve of a control graph on a few pictures: it shows that the parts fit, not what networks learn.</summary>
public sealed class ControlExperimentTests : IDisposable
{
    private const string Yaml = """
        network: d2nn-cascade
        data: pictures
        seed: 1
        baseline: {epochs: 1, batch: 16, learning_rate: 0.002, schedule: constant, shift: 0}
        control:
          epochs: 2
          batch: 16
          learning_rate: 0.002
          schedule: constant
          shift: 0
          accuracy_share: [0.5, 0.9]
          metric: f1
          bag: 8
          start: static
        """;

    private static readonly string WithChoices = Yaml.Replace("[0.5, 0.9]", "[0.9]\n  reward: probability", StringComparison.Ordinal)
        + "\nchoices: {epochs: 1, batch: 16, learning_rate: 0.002, schedule: constant, shift: 0, accuracy_share: [0.6, 0.7]}";

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
    public void Run_SmallData_LeavesACurveAndTheChosenModel()
    {
        var (run, result) = Run(Yaml);

        Assert.Equal(["lambda-0.5", "lambda-0.9"], result.Points.Select(point => point.Name));
        Assert.Single(result.Statics); // the other paths answer with a default value
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(run.Stage(result.Chosen), "model.onnx")), File.ReadAllBytes(run.Model));
        Assert.Contains("\"random_score\"", File.ReadAllText(run.Curve), StringComparison.Ordinal);
        Assert.Equal(4, GatedGraph.Load(run.Model).Plan!.Control!.Paths.Count); // a cascade of four stages
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
    public void Run_Gumbel_NamesPointsByBudget()
    {
        var (_, result) = Run(Yaml.Replace("accuracy_share: [0.5, 0.9]", "method: gumbel\n  budget: [0.4]", StringComparison.Ordinal));

        Assert.Equal("budget-0.4", Assert.Single(result.Points).Name);
    }

    [Fact]
    public void Run_NoBaseline_HasNoStaticBeside()
    {
        var (run, result) = Run(string.Join('\n', Yaml.Split('\n').Where(line => !line.StartsWith("baseline", StringComparison.Ordinal) && !line.Contains("start", StringComparison.Ordinal))));

        Assert.Empty(result.Statics);
        Assert.All(result.Points, point => Assert.Null(point.Difference));
        Assert.True(File.Exists(run.ReportPage));
    }

    [Fact]
    public void Run_SuperclassesOfAnotherNode_AreRefusedBeforeAnyTraining()
    {
        var error = Assert.Throws<CommandException>(() => Run(Yaml + "\n  superclasses: {control: q9, classes: [[bright], [dark]]}"));

        Assert.EndsWith("superclasses: expected a control node (q1, q2, q3), got 'q9'", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.File("run"), "static-1")));
    }

    [Fact]
    public void Run_Choices_ShareTheirNodes()
    {
        var (run, result) = Run(WithChoices);

        Assert.Equal(["lambda-0.6", "lambda-0.7"], result.Points.Select(point => point.Name));
        var nodes = GatedGraph.Load(Path.Combine(run.Stage("nodes"), "model.onnx"));
        Assert.All(result.Points, point => Assert.Equal(Of(nodes, "stage4.conv1.conv.weight"), Of(GatedGraph.Load(point.Model), "stage4.conv1.conv.weight")));
        Assert.All(result.Points, point => Assert.NotEqual(Of(nodes, "q1.scores.weight"), Of(GatedGraph.Load(point.Model), "q1.scores.weight")));
    }

    [Theory]
    [InlineData("bag: 8", "bag: 1", "expected a bag of 2 samples or more")]
    [InlineData("accuracy_share: [0.5, 0.9]", "accuracy_share: [0.5, 0.5]", "expected a list of different fractions")]
    [InlineData("d2nn-cascade", "lenet", "expected control for a control graph and for no other network")]
    [InlineData("baseline: {epochs: 1, batch: 16, learning_rate: 0.002, schedule: constant, shift: 0}\n", "", "expected a baseline beside control.start static")]
    public void Parse_Fault_IsNamed(string from, string to, string expected) => Assert.Contains(
        expected, Assert.Throws<RecipeException>(() => RecipeReader.Parse(Yaml.Replace(from, to, StringComparison.Ordinal), "r.yaml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Write_Control_ReadsAsTheSame()
    {
        var recipe = RecipeReader.Parse(WithChoices, "r.yaml");
        string written = RecipeWriter.Write(recipe);

        Assert.Equal(written, RecipeWriter.Write(RecipeReader.Parse(written, "written.yaml")));
    }

    [Theory]
    [InlineData("accuracy_share: [0.9]", "accuracy_share: [0.5, 0.9]")]
    [InlineData("reward: probability", "reward: f1")]
    public void Parse_ChoicesBehindAnotherControl_AreRefused(string from, string to) => Assert.Contains(
        "before choices", Assert.Throws<RecipeException>(() => RecipeReader.Parse(WithChoices.Replace(from, to, StringComparison.Ordinal), "r.yaml")).Message, StringComparison.Ordinal);

    private static float[] Of(GatedGraph graph, string name) => graph.Constant(name).Floats.ToArray();

    private Terminal Terminal => new(_output, _error, TimeProvider.System);

    private (RunFolder Run, ControlResult Result) Run(string yaml)
    {
        string recipe = yaml.Replace("data: pictures", $"data: '{TestImages.Folder(_folder, perClass: 60)}'", StringComparison.Ordinal);
        var run = RunFolder.Create(_folder.File("run"), RecipeReader.Parse(recipe, "r.yaml"));
        return (run, Continue(run));
    }

    private ControlResult Continue(RunFolder run)
    {
        var recipe = run.ReadRecipe();
        var data = ModelData.Open(Terminal, NetworkCatalog.BuildTrunk(recipe), recipe.Data);
        return new ControlExperiment(Terminal, recipe, run, data, threads: 1).Run(TestContext.Current.CancellationToken);
    }
}
