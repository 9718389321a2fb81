using System.CommandLine;
using Ponder.Cli.Models;
using Ponder.Cli.Recipes;
using Ponder.Cli.Runs;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder train</c>: what a recipe says, or an interrupted run to its end.</summary>
internal static class TrainVerb
{
    private const int DefaultThreads = 2;

    public static Command Create(Terminal terminal)
    {
        var recipe = new Argument<string?>("RECIPE") { Description = "A YAML file.", Arity = ArgumentArity.ZeroOrOne };
        var resume = new Option<string?>("--resume") { Description = "Go on with an interrupted run, bit-identically with the same threads.", HelpName = "RUN" };
        var output = new Option<string?>("--out") { Description = "The run's folder; default: runs/ and the recipe's name.", HelpName = "FOLDER" };
        var seed = CommonOptions.Seed();
        var threads = CommonOptions.Threads(DefaultThreads);
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "train", "Train, calibrate and evaluate what a recipe says. An interrupted run has a checkpoint and can be resumed.",
            "ponder train recipes/branchynet/b-lenet.yaml",
            "ponder train recipes/branchynet/b-lenet.yaml --seed 2 --out runs/b-lenet-2",
            "ponder train --resume runs/b-lenet") { recipe, resume, output, seed, threads, json };
        verb.Validators.Add(result =>
        {
            bool isResumed = result.GetResult(resume) is not null;
            if (isResumed == result.GetValue(recipe) is not null)
                result.AddError("train: expected either a recipe or --resume RUN");
            else if (isResumed && (result.GetResult(seed) is not null || result.GetResult(output) is not null))
                result.AddError("train: expected neither --seed nor --out beside --resume, because the run has them");
        });
        verb.SetAction((parsed, cancellationToken) =>
        {
            var (folder, followed) = parsed.GetValue(resume) is { } run
                ? Open(run)
                : Start(parsed.GetRequiredValue(recipe)!, parsed.GetValue(output), parsed.GetValue(seed));
            var data = ModelData.Open(terminal, NetworkCatalog.BuildTrunk(followed), followed.Data);
            if (followed.Control is not null)
            {
                var curve = new ControlExperiment(terminal, followed, folder, data, parsed.GetValue(threads)).Run(cancellationToken);
                return Task.FromResult(RunEnd.Show(terminal, folder, curve, parsed.GetValue(json)));
            }

            var result = new Experiment(terminal, followed, folder, data, parsed.GetValue(threads)).Run([], most: null, cancellationToken);
            return Task.FromResult(RunEnd.Show(terminal, folder, result, parsed.GetValue(json)));
        });
        return verb;
    }

    private static (RunFolder Folder, Recipe Recipe) Open(string run)
    {
        var folder = RunFolder.Open(run);
        return (folder, folder.ReadRecipe());
    }

    private static (RunFolder Folder, Recipe Recipe) Start(string path, string? output, int? seed)
    {
        var recipe = RecipeReader.Load(path);
        recipe = recipe with { Seed = seed ?? recipe.Seed };
        return (RunFolder.Create(output ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(path)), recipe), recipe);
    }
}
