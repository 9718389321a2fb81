using Ponder.Calibration;
using Ponder.Cli.Models;
using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Comparing;

/// <summary>A finished run, asked again: what its exits say on the test split, and the path of thresholds that its calibration split draws.</summary>
/// <param name="Folder">As the user named it.</param>
/// <param name="Recipe">What it followed.</param>
/// <param name="Test">What every exit says about every test sample.</param>
/// <param name="Thresholds">The thresholds in its file.</param>
/// <param name="Path">Thresholds from dear to cheap.</param>
internal sealed record RunRecords(string Folder, Recipe Recipe, ExitRecords Test, IReadOnlyList<float> Thresholds, IReadOnlyList<OperatingPoint> Path)
{
    /// <summary>Opens a run and asks its network.</summary>
    /// <exception cref="CommandException">It has not ended, or has no early exits.</exception>
    public static RunRecords Of(Terminal terminal, string folder, CancellationToken cancellationToken)
    {
        var run = RunFolder.Open(folder);
        var recipe = run.ReadRecipe();
        if (!File.Exists(run.Model))
            throw new CommandException($"{folder}: expected a run that has ended, got none of {System.IO.Path.GetFileName(run.Model)}");
        var graph = GatedGraph.Load(run.Model);
        if (graph.Plan is not { Exits.Count: > 1 } plan)
            throw new CommandException($"{folder}: expected a model with early exits, got {recipe.Title}");
        var data = ModelData.Open(terminal, graph, recipe.Data).WithSplits(new Dictionary<string, string>
        {
            ["calibration"] = recipe.Calibration?.Split ?? "calibration",
            ["test"] = recipe.Test,
        });
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var calibration = ExitRecords.Record(graph, engine, data.Open("calibration"), cancellationToken: cancellationToken);
        var test = ExitRecords.Record(graph, engine, data.Open("test"), cancellationToken: cancellationToken);
        var search = new ThresholdSearch(calibration);
        return new RunRecords(
            folder, recipe, test, [.. plan.EarlyExits.Select(exit => graph.Constant(exit.Threshold!).Floats[0])], // early exits have one
            [.. search.Frontier(), calibration.Apply(search.NeverThresholds)]); // the best within a cost may end before nobody leaves
    }
}
