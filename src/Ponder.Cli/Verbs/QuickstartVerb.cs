using System.CommandLine;
using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;
using Ponder.Data;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder quickstart</c>: the main job on the built-in recipe, from data to report.</summary>
internal static class QuickstartVerb
{
    private const int DefaultThreads = 2;
    private static readonly int[] Batches = [1, 32];

    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--out") { Description = "The run's folder; a former run in it is replaced.", HelpName = "FOLDER", DefaultValueFactory = _ => "runs/quickstart" };
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads(DefaultThreads);
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "quickstart", "Train B-LeNet on MNIST from its baseline, calibrate it, time it against the network without exits, and write a report.",
            "ponder quickstart",
            "ponder quickstart --seed 2 --out runs/second --json") { output, seed, threads, json };
        verb.SetAction((parsed, cancellationToken) =>
        {
            var recipe = RecipeReader.LoadEmbedded();
            recipe = recipe with { Seed = parsed.GetValue(seed) ?? recipe.Seed };
            var data = DataCatalog.Open(recipe.Data);
            var folder = RunFolder.Replace(parsed.GetRequiredValue(output), recipe);
            var result = new Experiment(terminal, recipe, folder, data, parsed.GetValue(threads)).Run(Batches, most: null, cancellationToken);
            return Task.FromResult(RunEnd.Show(terminal, folder, result, parsed.GetValue(json)));
        });
        return verb;
    }
}
