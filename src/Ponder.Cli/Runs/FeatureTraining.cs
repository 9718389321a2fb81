using Ponder.Cli.Rendering;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Runs;

/// <summary>Trains layers behind a trunk that stays as it is on features that the engine computes once and keeps on disk.</summary>
/// <param name="terminal">Shows the progress.</param>
/// <param name="data">Its training and validation splits are used.</param>
/// <param name="threads">Threads of the engine and of training.</param>
internal sealed class FeatureTraining(Terminal terminal, DataSet data, int threads)
{
    private const int TrainingCost = 3; // a step computes forwards, and twice as much backwards

    /// <summary>Whether computing features anew in every epoch would take longer than training the heads; else they are not kept, and images are shifted and mirrored anew in every epoch.</summary>
    /// <param name="graph">A network with early exits.</param>
    /// <param name="branches">Its branches.</param>
    public static bool Pays(GatedGraph graph, IReadOnlyList<ExitBranch> branches)
    {
        long trunk = DemandAnalysis.Of(graph, [branches[^1].After]).Macs([]);
        long heads = graph.Plan!.EarlyExits.Zip(branches, (exit, branch) => Head(graph, exit, branch.After)).Sum(head => ExitCosts.Of(head).StaticMacs); // a network with exits has a plan
        return trunk > TrainingCost * heads;
    }

    /// <summary>Trains the heads of all early exits, one after the other; the trunk is left as it is, bit for bit.</summary>
    /// <param name="trunk">The network before it had exits.</param>
    /// <param name="graph">The same with exits, whose heads learn.</param>
    /// <param name="branches">Its branches.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">The stage's folder.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <returns>The epochs, with the metrics of all exits; the last exit's stay the same.</returns>
    /// <exception cref="OperationCanceledException">Interrupted; a checkpoint is written.</exception>
    public IReadOnlyList<EpochMetrics> TrainHeads(
        GatedGraph trunk, GatedGraph graph, IReadOnlyList<ExitBranch> branches, TrainingOptions options, string folder, CancellationToken cancellationToken)
    {
        var trained = new List<IReadOnlyList<EpochMetrics>>();
        foreach (var (exit, branch) in graph.Plan!.EarlyExits.Zip(branches)) // as above
        {
            var head = Head(graph, exit, branch.After);
            trained.Add(Train(exit.Name, graph, branch.After, head, options, Path.Combine(folder, exit.Name), cancellationToken));
            Copy(head, graph);
        }

        using var engine = Engines.Open(terminal, Engines.Ponder, trunk, threads);
        double last = Evaluator.Evaluate(trunk, engine, data.Open("validation"), cancellationToken: cancellationToken).Result.Accuracy;
        return [.. Enumerable.Range(0, options.Epochs).Select(epoch => Join([.. trained.Select(metrics => metrics[epoch])], last))];
    }

    /// <summary>Trains layers that read one tensor of a network.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="graph">The network.</param>
    /// <param name="tensor">What the layers read.</param>
    /// <param name="layers">The layers, a network of one exit with that input; they learn.</param>
    /// <param name="options">How; images are mirrored, but not shifted.</param>
    /// <param name="folder">Where features and checkpoints go; the features are deleted at the end.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    public IReadOnlyList<EpochMetrics> Train(
        string name, GatedGraph graph, string tensor, GatedGraph layers, TrainingOptions options, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string trainFile = Path.Combine(folder, "train.features"), validationFile = Path.Combine(folder, "validation.features");
        IReadOnlyList<EpochMetrics> metrics;
        using (var train = Features(name, graph, tensor, options.Flip ? new MirroredSamples(data.Open("train")) : data.Open("train"), trainFile, cancellationToken))
        using (var validation = Features(name, graph, tensor, data.Open("validation"), validationFile, cancellationToken))
        {
            var own = options with { MaxShift = 0, Flip = false, ExitWeights = [], FrozenWeights = [], DistillationWeight = 0 };
            var trainer = new JointTrainer(layers, train, validation, own, folder);
            metrics = TrainingBar.Run(terminal, name, trainer, RunFolder.HasCheckpoint(folder), cancellationToken);
        }

        File.Delete(trainFile);
        File.Delete(validationFile);
        return metrics;
    }

    /// <summary>Puts the weights of trained layers into the network that they belong to.</summary>
    public static void Copy(GatedGraph layers, GatedGraph graph)
    {
        foreach (string constant in layers.ConstantNames.Where(graph.IsConstant))
            graph.SetConstant(constant, layers.Constant(constant));
    }

    private FeatureFile Features(string name, GatedGraph graph, string tensor, ISampleSource samples, string file, CancellationToken cancellationToken)
    {
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads);
        return ProgressBar.Run(terminal, $"{name} features", progress => FeatureFile.Record(graph, engine, samples, tensor, file, new EvaluationOptions
        {
            Progress = new DirectProgress<int>(done => progress.Report(new ProgressState(
                (double)done / samples.Count, $"{done:N0} samples", IsMilestone: done == samples.Count))),
        }, cancellationToken));
    }

    private static GatedGraph Head(GatedGraph graph, ExitRole exit, string after) =>
        ExitAttachment.Attach(GraphCutter.Extract(graph, [exit.Logits], [after]), [], new ConfidenceExitPolicy(1), seed: 0, exit.Name);

    private static EpochMetrics Join(IReadOnlyList<EpochMetrics> exits, double last) => new(
        exits[0].Epoch, exits.Sum(exit => exit.Loss), [.. exits.Select(exit => exit.Loss), 0], [.. exits.Select(exit => exit.ValidationAccuracy[0]), last],
        exits[0].LearningRate, exits.Sum(exit => exit.Seconds));
}
