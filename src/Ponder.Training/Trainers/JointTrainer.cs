using System.Diagnostics;
using System.Text.Json;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Execution;
using Ponder.Training.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>Trains all exits together: the loss is the weighted sum of every exit's loss on every sample.</summary>
/// <remarks>
/// Teerapittayanon et al. 2016, section III-B, L = sum over exits of w_n L_n. Their printed 1/|classes| is left out, as in
/// their code; their code also ignores the weights, which reach the loss here. A network with one exit is trained plainly.
/// libtorch has one random generator for the whole process: trainings with dropout beside each other would not repeat bit by bit.
/// </remarks>
public sealed class JointTrainer
{
    private readonly GatedGraph _graph;
    private readonly ISampleSource _train;
    private readonly ISampleSource _validation;
    private readonly TrainingOptions _options;
    private readonly string? _runFolder;
    private readonly GatedGraph? _teacher;
    private readonly int _partCount;

    /// <summary>Sets a training up.</summary>
    /// <param name="graph">The network with a plan; receives the weights of the best epoch.</param>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="validation">Samples that choose the best epoch.</param>
    /// <param name="options">How to train.</param>
    /// <param name="runFolder">Where <c>metrics.jsonl</c> and the checkpoint go; null for nowhere.</param>
    /// <param name="teacher">
    /// A network with a plan whose last exit all exits learn from when distillation is on, the last one too; it stays as it is.
    /// Null for the last exit of <paramref name="graph"/> itself, and for networks whose units halt for none. A checkpoint does not hold it.
    /// </param>
    /// <exception cref="ArgumentException">The options have faults, or a graph does not fit; all are listed.</exception>
    public JointTrainer(
        GatedGraph graph, ISampleSource train, ISampleSource validation, TrainingOptions options, string? runFolder = null,
        GatedGraph? teacher = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        string[] faults = [.. options.FindFaults(plan.Exits.Count), .. FindFaults(graph, options, teacher)];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        (_graph, _train, _validation, _options, _runFolder) = (graph, train, validation, options, runFolder);
        (_teacher, _partCount) = (teacher, options switch
        {
            { Control: not null } => ControlObjective.PartCount,
            { Halting: not null } => HaltingObjective.PartCount,
            _ => plan.Exits.Count,
        });
    }

    /// <summary>Trains to the end, or goes on from the run folder's checkpoint when asked to.</summary>
    /// <param name="resume">Whether to start from the checkpoint; the result is bit-identical to a training that was not interrupted.</param>
    /// <param name="progress">Told after every step; null for nobody.</param>
    /// <param name="cancellation">Finishes the step, writes a checkpoint and stops.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint is written.</exception>
    /// <exception cref="CheckpointException">The checkpoint is missing or does not fit.</exception>
    /// <exception cref="DivergenceException">The loss is no number any more.</exception>
    public TrainingResult Run(
        bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        set_num_threads(_options.Threads);
        var type = _options.Precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(_graph, type, Frozen(), Gradients());
        using var teacher = _teacher is null ? null : new TorchGraph(_teacher, type, [.. _teacher.ConstantNames]);
        using IOptimizer optimizer = _options.Optimizer == OptimizerKind.Sgd
            ? new SgdOptimizer(network.WeightNames.Select(network.Weight), _options.Momentum, _options.WeightDecay)
            : new AdamOptimizer(network.WeightNames.Select(network.Weight));
        var best = _graph.Clone();
        var state = resume
            ? Checkpoint.Load(CheckpointPath, _options, network, best, optimizer)
            : new TrainingState { LossSums = new double[_partCount], Options = _options };
        using var loader = new BatchLoader(_train, _options);
        var clock = new Progress(progress, _train.Count, _options, loader.StepsPerEpoch, state);
        var training = new Training(network, Objective(network, teacher, state), optimizer, loader, state, best);
        while (state.Epoch < _options.Epochs)
        {
            RunEpoch(training, clock, cancellation);
            FinishEpoch(training);
        }

        network.Load(best);
        training.Objective.Finish(loader, _validation);
        network.WriteBack(_graph);
        return new TrainingResult(state.Metrics, state.BestEpoch);
    }

    /// <summary>A checkpoint is written at least this often, after whole steps: an epoch may take longer than people wait.</summary>
    internal TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    private GradientScales Gradients() =>
        new(_graph, _options.GradientEquilibrium, detachesGates: _options.LearnedExits is { Alternation: > 0 });

    private IReadOnlyCollection<string> Frozen() => _options.Control?.Method == ControlMethod.Comparison
        ? [.. _options.FrozenWeights, .. ControlWeights.FindOthers(_graph)]
        : _options.FrozenWeights;

    private IObjective Objective(TorchGraph network, TorchGraph? teacher, TrainingState state) => _options switch
    {
        { Control: { } control } => new ControlObjective(_graph, network, _options, control),
        { Halting: { } halting } => new HaltingObjective(network, teacher, _options, halting),
        _ => new JointObjective(network, teacher, _options, state),
    };

    private string CheckpointPath => Path.Combine(_runFolder ?? "", Checkpoint.FileName);

    private static IEnumerable<string> FindFaults(GatedGraph graph, TrainingOptions options, GatedGraph? teacher)
    {
        foreach (string name in options.FrozenWeights.Where(name => !graph.IsConstant(name)))
            yield return $"frozen weights: expected constants of {graph.Source}, got '{name}'";
        if (options.Control is null != graph.Plan?.Control is null)
            yield return $"{graph.Source}: expected {(options.Control is null ? "no control graph without" : "a control graph with")} control options, got {(options.Control is null ? "one" : "another network")}";
        if (options.Halting is null != graph.Plan?.Halting is null)
            yield return $"{graph.Source}: expected {(options.Halting is null ? "no halting units without" : "halting units with")} options for them, got {(options.Halting is null ? "some" : "none")}";
        if (options.LearnedExits is not null && graph.Plan?.EarlyExits.All(exit => exit is { Policy: LearnedExitPolicy.PolicyName, Score: not null }) != true)
            yield return $"{graph.Source}: expected learned exits beside options for them, got {string.Join(", ", graph.Plan?.EarlyExits.Select(exit => exit.Policy ?? "none") ?? [])}";
        foreach (string fault in FindBudgetFaults(graph, options.Halting?.Budget))
            yield return fault;
        if (options.Control?.Superclasses is { } superclasses && graph.Plan?.Control is { } control)
        {
            var node = control.Controls.FirstOrDefault(node => node.Name == superclasses.Control);
            int classes = graph.Tensor(graph.Plan.Exits[^1].Logits).Shape[1];
            if (node is null)
                yield return $"superclasses: expected a control node of {graph.Source}, got '{superclasses.Control}'";
            else if (superclasses.ActionOfClass.Count != classes || superclasses.ActionOfClass.Any(action => action < 0 || action >= node.Actions.Count))
                yield return $"superclasses: expected for each of {classes} classes an action of '{node.Name}', 0 to {node.Actions.Count - 1}, got {string.Join(", ", superclasses.ActionOfClass)}";
        }

        if (teacher is null)
            yield break;
        if (teacher.Plan is null)
            yield return $"teacher {teacher.Source}: expected a plan, got none";
        if (!teacher.Inputs.Select(input => input.Shape).SequenceEqual(graph.Inputs.Select(input => input.Shape)))
            yield return $"teacher {teacher.Source}: expected the input of {graph.Source}, {graph.Inputs[0]}, got {string.Join(", ", teacher.Inputs)}";
    }

    private static IEnumerable<string> FindBudgetFaults(GatedGraph graph, double? budget)
    {
        if (graph.Plan?.Halting is not { } halting)
            yield break;
        bool hasMasks = halting.Kind == HaltingKind.Mask;
        if (hasMasks && budget is null)
            yield return $"budget: expected one for the masks of {graph.Source}, got none";
        if (!hasMasks && budget is not null)
            yield return $"budget: expected none for {graph.Source}, which has no masks, got {budget}";
        if (hasMasks && budget is > 0 and <= 1 && new MaskCosts(graph).LeastShare is var least && budget < least)
            yield return $"budget: expected at least {Math.Ceiling(1000 * least) / 1000} for {graph.Source}, which it spends with all masks closed, got {budget}";
    }

    private void RunEpoch(Training training, Progress clock, CancellationToken cancellation)
    {
        var state = training.State;
        var watch = Stopwatch.StartNew();
        var sinceSave = Stopwatch.StartNew();
        double secondsBefore = state.SecondsInEpoch;
        while (state.Step < training.Loader.StepsPerEpoch)
        {
            if (cancellation.IsCancellationRequested || sinceSave.Elapsed >= CheckpointInterval)
            {
                Save(training);
                cancellation.ThrowIfCancellationRequested();
                sinceSave.Restart();
            }

            var batch = training.Loader.Take(state.Epoch, state.Step);
            RunStep(training, batch);
            state.Step++;
            state.SecondsInEpoch = secondsBefore + watch.Elapsed.TotalSeconds;
            clock.Report(state, batch.Labels.Length);
        }
    }

    private void RunStep(Training training, TrainingBatch batch)
    {
        var state = training.State;
        int count = batch.Labels.Length;
        using var scope = NewDisposeScope();
        manual_seed(unchecked((((long)_options.Seed * 1_000_003) + state.Epoch) * 1_000_003) + state.Step); // dropout, if any
        double done = Done(state, training.Loader.StepsPerEpoch);
        var (joint, losses) = training.Objective.Loss(batch, done);
        double value = joint.item<float>();
        if (!double.IsFinite(value))
            throw new DivergenceException(state.Epoch + 1, state.Step + 1);
        if (joint.requires_grad) // not when every sample got a default answer
            joint.backward();
        if (_options.Halting is { ScoreRate: not 1 } halting)
            ScaleScores(training.Network, halting.ScoreRate);
        training.Optimizer.Step(LearningRates.At(_options, done));
        state.JointLossSum += value * count;
        for (int e = 0; e < losses.Count; e++)
            state.LossSums[e] += (losses[e]?.item<float>() ?? 0) * (double)count;
    }

    private static void ScaleScores(TorchGraph network, double rate)
    {
        using var factor = rate.ToScalar(); // held until the calls have returned
        foreach (string name in network.ScoreWeightNames)
            network.Weight(name).grad?.mul_(factor);
    }

    private double Done(TrainingState state, int stepsPerEpoch) =>
        ((state.Epoch * (double)stepsPerEpoch) + state.Step) / ((double)_options.Epochs * stepsPerEpoch);

    private void FinishEpoch(Training training)
    {
        var state = training.State;
        var score = training.Objective.Validate(_validation);
        state.Step--;
        double lastRate = LearningRates.At(_options, Done(state, training.Loader.StepsPerEpoch));
        state.Epoch++;
        state.Metrics.Add(new EpochMetrics(
            state.Epoch, state.JointLossSum / _train.Count, [.. state.LossSums.Select(sum => sum / _train.Count)], score.Accuracy,
            lastRate, state.SecondsInEpoch)
        { ValidationMacsShare = score.MacsShare });
        if (score.Value >= state.BestAccuracy)
        {
            (state.BestAccuracy, state.BestEpoch) = (score.Value, state.Epoch);
            training.Network.WriteBack(training.Best);
        }

        (state.Step, state.JointLossSum, state.SecondsInEpoch) = (0, 0, 0);
        Array.Clear(state.LossSums);
        Save(training);
    }

    private void Save(Training training)
    {
        if (_runFolder is null)
            return;
        Directory.CreateDirectory(_runFolder);
        var current = _graph.Clone();
        training.Network.WriteBack(current);
        Checkpoint.Save(CheckpointPath, training.State, current, training.Best, training.Optimizer);
        File.WriteAllLines(
            Path.Combine(_runFolder, "metrics.jsonl"),
            training.State.Metrics.Select(metrics => JsonSerializer.Serialize(metrics, TrainingJsonContext.Default.EpochMetrics)));
    }

    private sealed record Training(
        TorchGraph Network, IObjective Objective, IOptimizer Optimizer, BatchLoader Loader, TrainingState State, GatedGraph Best);

    private sealed class Progress(
        IProgress<TrainingProgress>? listener, int samplesPerEpoch, TrainingOptions options, int stepsPerEpoch, TrainingState start)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly long _samplesLeft =
            ((long)(options.Epochs - start.Epoch) * samplesPerEpoch) - ((long)start.Step * options.BatchSize);

        private long _samplesDone;

        public void Report(TrainingState state, int count)
        {
            _samplesDone += count;
            if (listener is null)
                return;
            double pace = _samplesDone / _watch.Elapsed.TotalSeconds;
            double seen = Math.Min((double)state.Step * options.BatchSize, samplesPerEpoch);
            listener.Report(new TrainingProgress(
                state.Epoch + 1, options.Epochs, state.Step, stepsPerEpoch, state.JointLossSum / seen, pace,
                TimeSpan.FromSeconds((_samplesLeft - _samplesDone) / pace), state.Metrics.LastOrDefault()?.ValidationAccuracy ?? []));
        }
    }
}
