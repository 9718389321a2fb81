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
            string? run = parsed.GetValue(resume), path = parsed.GetValue(recipe); // one of the two is there
            var followed = run is null ? Read(path!, parsed.GetValue(seed)) : RunFolder.Open(run).ReadRecipe();
            var trunk = NetworkCatalog.BuildTrunk(followed);
            var data = ModelData.Open(terminal, trunk, followed.Data); // before anything is written
            if (followed.Halting is { } halting)
                NetworkCatalog.AttachHalting(followed, halting, trunk); // refuses what has no residual units
            var folder = run is null
                ? RunFolder.Create(parsed.GetValue(output) ?? Path.Combine("runs", Path.GetFileNameWithoutExtension(path!)), followed)
                : RunFolder.Open(run);
            if (followed.Control is not null)
            {
                var curve = new ControlExperiment(terminal, followed, folder, data, parsed.GetValue(threads)).Run(cancellationToken);
                return Task.FromResult(RunEnd.Show(terminal, folder, curve, parsed.GetValue(json)));
            }

            if (followed.Halting is not null)
            {
                var curve = new HaltingExperiment(terminal, followed, folder, data, parsed.GetValue(threads)).Run(cancellationToken);
                return Task.FromResult(RunEnd.Show(terminal, folder, curve, parsed.GetValue(json)));
            }

            var result = new Experiment(terminal, followed, folder, data, parsed.GetValue(threads)).Run([], most: null, cancellationToken);
            return Task.FromResult(RunEnd.Show(terminal, folder, result, parsed.GetValue(json)));
        });
        return verb;
    }

    private static Recipe Read(string path, int? seed)
    {
        var recipe = RecipeReader.Load(path);
        return recipe with { Seed = seed ?? recipe.Seed };
    }
}
