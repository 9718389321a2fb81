using System.Diagnostics;
using System.Text.Json;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>Trains all exits together: the loss is the weighted sum of every exit's cross-entropy on every sample.</summary>
/// <remarks>
/// Teerapittayanon et al. 2016, section III-B, L = sum over exits of w_n L_n. Their printed 1/|classes| is left out, as in
/// their code; their code also ignores the weights, which reach the loss here. A network with one exit is trained plainly.
/// </remarks>
public sealed class JointTrainer
{
    private readonly GatedGraph _graph;
    private readonly ISampleSource _train;
    private readonly ISampleSource _validation;
    private readonly TrainingOptions _options;
    private readonly string? _runFolder;
    private readonly string[] _exits;

    /// <summary>Sets a training up.</summary>
    /// <param name="graph">The network with a plan; receives the weights of the best epoch.</param>
    /// <param name="train">Samples to learn from.</param>
    /// <param name="validation">Samples that choose the best epoch.</param>
    /// <param name="options">How to train.</param>
    /// <param name="runFolder">Where <c>metrics.jsonl</c> and the checkpoint go; null for nowhere.</param>
    /// <exception cref="ArgumentException">The options have faults, or the graph has no plan; all are listed.</exception>
    public JointTrainer(
        GatedGraph graph, ISampleSource train, ISampleSource validation, TrainingOptions options, string? runFolder = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(options);
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        string[] faults = [.. options.FindFaults(plan.Exits.Count)];
        if (faults.Length > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(options));
        (_graph, _train, _validation, _options, _runFolder) = (graph, train, validation, options, runFolder);
        _exits = [.. plan.Exits.Select(exit => exit.Logits)];
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
        using var scope = NewDisposeScope();
        using var network = new TorchGraph(_graph);
        using var optimizer = new AdamOptimizer(network.WeightNames.Select(network.Weight));
        var best = _graph.Clone();
        var state = resume
            ? Checkpoint.Load(CheckpointPath, _options, network, best, optimizer)
            : new TrainingState { LossSums = new double[_exits.Length], Options = _options };
        var loader = new BatchLoader(_train, _options);
        var clock = new Progress(progress, _train.Count, _options, loader.StepsPerEpoch, state);
        while (state.Epoch < _options.Epochs)
        {
            RunEpoch(network, optimizer, loader, state, best, clock, cancellation);
            FinishEpoch(network, optimizer, state, best, loader.StepsPerEpoch);
        }

        foreach (string name in network.StateNames)
            _graph.SetConstant(name, best.Constant(name));
        return new TrainingResult(state.Metrics, state.BestEpoch);
    }

    private string CheckpointPath => Path.Combine(_runFolder ?? "", Checkpoint.FileName);

    private void RunEpoch(
        TorchGraph network, AdamOptimizer optimizer, BatchLoader loader, TrainingState state, GatedGraph best,
        Progress clock, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        double secondsBefore = state.SecondsInEpoch;
        loader.StartEpoch(state.Epoch);
        while (state.Step < loader.StepsPerEpoch)
        {
            if (cancellation.IsCancellationRequested)
            {
                Save(network, optimizer, state, best);
                cancellation.ThrowIfCancellationRequested();
            }

            int count = loader.Fill(state.Epoch, state.Step);
            RunStep(network, optimizer, loader, state, count);
            state.Step++;
            state.SecondsInEpoch = secondsBefore + watch.Elapsed.TotalSeconds;
            clock.Report(state, count);
        }
    }

    private void RunStep(TorchGraph network, AdamOptimizer optimizer, BatchLoader loader, TrainingState state, int count)
    {
        using var scope = NewDisposeScope();
        manual_seed(unchecked((((long)_options.Seed * 1_000_003) + state.Epoch) * 1_000_003) + state.Step); // dropout, if any
        var losses = JointLoss.PerExit(
            network, _graph, loader.Batch.AsSpan(0, count * _train.SampleLength), loader.Labels.AsSpan(0, count));
        var joint = JointLoss.Sum(losses, _options.ExitWeights);
        double value = joint.item<float>();
        if (!double.IsFinite(value))
            throw new DivergenceException(state.Epoch + 1, state.Step + 1);
        joint.backward();
        optimizer.Step(LearningRate(state, loader.StepsPerEpoch));
        state.JointLossSum += value * count;
        for (int e = 0; e < losses.Length; e++)
            state.LossSums[e] += losses[e].item<float>() * (double)count;
    }

    private double LearningRate(TrainingState state, int stepsPerEpoch)
    {
        double done = ((state.Epoch * (double)stepsPerEpoch) + state.Step) / ((double)_options.Epochs * stepsPerEpoch);
        return _options.Schedule == LearningRateSchedule.Cosine
            ? _options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * done))
            : _options.LearningRate;
    }

    private void FinishEpoch(TorchGraph network, AdamOptimizer optimizer, TrainingState state, GatedGraph best, int stepsPerEpoch)
    {
        double[] accuracy = Validate(network);
        state.Step--;
        double lastRate = LearningRate(state, stepsPerEpoch);
        state.Epoch++;
        state.Metrics.Add(new EpochMetrics(
            state.Epoch, state.JointLossSum / _train.Count, [.. state.LossSums.Select(sum => sum / _train.Count)], accuracy,
            lastRate, state.SecondsInEpoch));
        if (accuracy.Average() >= state.BestAccuracy)
        {
            (state.BestAccuracy, state.BestEpoch) = (accuracy.Average(), state.Epoch);
            network.WriteBack(best);
        }

        (state.Step, state.JointLossSum, state.SecondsInEpoch) = (0, 0, 0);
        Array.Clear(state.LossSums);
        Save(network, optimizer, state, best);
    }

    private double[] Validate(TorchGraph network)
    {
        const int BatchSize = 500;
        int[] right = new int[_exits.Length];
        float[] samples = new float[BatchSize * _validation.SampleLength];
        var input = _graph.Inputs[0];
        for (int start = 0; start < _validation.Count; start += BatchSize)
        {
            int count = Math.Min(BatchSize, _validation.Count - start);
            for (int i = 0; i < count; i++)
                _validation.Read(start + i, samples.AsSpan(i * _validation.SampleLength, _validation.SampleLength));
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var batch = tensor(samples[..(count * _validation.SampleLength)], [.. input.Shape.WithBatch(count).Select(size => (long)size)]);
            var logits = network.Run(new Dictionary<string, Tensor> { [input.Name] = batch }, _exits);
            for (int e = 0; e < _exits.Length; e++)
            {
                long[] classes = logits[_exits[e]].argmax(1).data<long>().ToArray();
                right[e] += classes.Where((answer, i) => answer == _validation.Label(start + i)).Count();
            }
        }

        return [.. right.Select(count => count / (double)_validation.Count)];
    }

    private void Save(TorchGraph network, AdamOptimizer optimizer, TrainingState state, GatedGraph best)
    {
        if (_runFolder is null)
            return;
        Directory.CreateDirectory(_runFolder);
        var current = _graph.Clone();
        network.WriteBack(current);
        Checkpoint.Save(CheckpointPath, state, current, best, optimizer);
        File.WriteAllLines(
            Path.Combine(_runFolder, "metrics.jsonl"),
            state.Metrics.Select(metrics => JsonSerializer.Serialize(metrics, TrainingJsonContext.Default.EpochMetrics)));
    }

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
