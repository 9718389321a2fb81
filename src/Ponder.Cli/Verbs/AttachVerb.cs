using System.CommandLine;
using Ponder.Cli.Attaching;
using Ponder.Cli.Models;
using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.Graph;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder attach</c>: exits on somebody's trained classifier.</summary>
internal static class AttachVerb
{
    private const string Frozen = "frozen";
    private const string Joint = "joint";
    private const int DefaultThreads = 2;
    private const int DefaultEpochs = 10;
    private const int MaxEpochs = 10_000;
    private const double DefaultDrop = 0.005;
    private const int MostTimed = 1000;
    private static readonly int[] Batches = [1, 32];

    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var data = CommonOptions.Data();
        var exits = new Option<string>("--exits")
        {
            Description = "How many, or the tensors behind which they leave, [N, C, H, W], shallow to deep.",
            HelpName = "K|NAME,NAME",
            DefaultValueFactory = _ => "1",
        };
        var mode = new Option<string>("--mode")
        {
            Description = $"{Frozen}: only the heads learn, the model's own answer stays as it is; {Joint}: the model learns too, and is taught by what it was.",
            HelpName = $"{Frozen}|{Joint}",
            DefaultValueFactory = _ => Frozen,
        };
        mode.AcceptOnlyFromAmong(Frozen, Joint);
        var epochs = CommonOptions.Count("--epochs", "Passes over the training split for the heads; the whole network learns for a fifth of them in joint mode.", MaxEpochs, DefaultEpochs);
        var drop = CommonOptions.Fraction("--max-accuracy-drop", $"Accuracy that may be lost against the last exit alone; default: {DefaultDrop}.");
        var split = CommonOptions.Split("calibration");
        var test = new Option<string>("--test") { Description = "The samples to report on.", HelpName = "NAME[a:b]", DefaultValueFactory = _ => "test" };
        var output = new Option<string>("--out") { Description = "The run's folder: model.onnx, report.html and what led to them.", HelpName = "FOLDER", Required = true };
        var seed = new Option<int>("--seed") { Description = "Seed of weights and shuffling.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var threads = CommonOptions.Threads(DefaultThreads);
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "attach", "Put early exits on a trained classifier: train, calibrate, evaluate, time, report. Exit code 1 when they do not pay.",
            "ponder attach resnet56.onnx --data cifar-10 --out runs/resnet56",
            "ponder attach classifier.onnx --data pictures/ --mean 0.5 --std 0.5 --exits 2 --mode joint --out runs/joint",
            "ponder attach resnet56.onnx --data cifar-10 --exits relu_38 --split 'test[0:5000]' --test 'test[5000:10000]' --out runs/at-38")
        {
            model, data, exits, mode, epochs, drop, split, test, output, seed, threads, json,
        };
        foreign.AddTo(verb);
        verb.SetAction((parsed, cancellationToken) =>
        {
            var trunk = ModelOpener.Open(parsed.GetRequiredValue(model), foreign.Read(parsed));
            var request = new AttachRequest(
                parsed.GetRequiredValue(data), parsed.GetRequiredValue(exits), parsed.GetRequiredValue(mode) == Joint, parsed.GetValue(epochs),
                parsed.GetValue(drop) ?? DefaultDrop, parsed.GetRequiredValue(split), parsed.GetRequiredValue(test), parsed.GetValue(seed));
            var (folder, result) = Run(terminal, trunk, request, parsed.GetRequiredValue(output), parsed.GetValue(threads), cancellationToken);
            int code = RunEnd.Show(terminal, folder, result, parsed.GetValue(json));
            terminal.Log(AttachVerdict.Of(result, out bool pays));
            return Task.FromResult(pays ? code : ExitCodes.TargetNotMet);
        });
        return verb;
    }

    private static (RunFolder Folder, ExperimentResult Result) Run(
        Terminal terminal, GatedGraph trunk, AttachRequest request, string output, int threads, CancellationToken cancellationToken)
    {
        var data = ModelData.OpenAnyClasses(terminal, trunk, request.Data);
        TrainingSamples.ThrowIfTooFew(data, request.Data);
        bool isReplaced = trunk.Tensor(trunk.Plan!.Exits[^1].Logits).Shape[1] != data.Labels.Count; // every opened model has a plan
        if (isReplaced)
            trunk = NewClassifier.Replace(terminal, trunk, data, request.Seed);
        string file = Path.Combine(output, "trunk.onnx"); // with what the command line says of it, so that the run can be resumed
        var recipe = AttachRecipe.Of(request, trunk, file, () => ProbedPlaces.Of(terminal, trunk, data, threads, cancellationToken));
        if (isReplaced) // before the run begins: whoever interrupts it starts again, and goes on where it stopped
            NewClassifier.Train(terminal, trunk, data, output, request.Seed, threads, cancellationToken);
        var folder = RunFolder.Create(output, recipe);
        trunk.Save(file);
        foreach (var exit in recipe.Branches!.Exits!) // the request made both
            terminal.Log($"exit after {exit.After}: {exit.Head.Name} head");
        return (folder, new Experiment(terminal, recipe, folder, data, threads).Run(Batches, MostTimed, cancellationToken));
    }
}
