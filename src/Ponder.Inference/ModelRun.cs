using System.Diagnostics;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Inference.Deadlines;
using Ponder.Inference.Steps;
using Ponder.Kernels;
using Ponder.Plans;

namespace Ponder.Inference;

/// <summary>A model with a plan, the buffers of one thread to run it in, and what its outputs say.</summary>
internal sealed class ModelRun
{
    /// <summary>The outputs that the model is compiled for, in that order.</summary>
    public static readonly IReadOnlyList<string> Outputs = [EarlyExitConstants.Logits, EarlyExitConstants.Exit, EarlyExitConstants.Confidence];

    private readonly GatedGraph _graph;
    private readonly ModelPlan _plan;
    private readonly CompiledGraph _compiled;
    private readonly Workspace _workspace;
    private readonly TensorLayout?[] _thresholds;
    private readonly int _exits;

    /// <summary>Takes the buffers.</summary>
    /// <param name="graph">The model.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="compiled">The model compiled for <see cref="Outputs"/>.</param>
    public ModelRun(GatedGraph graph, ModelPlan plan, CompiledGraph compiled)
    {
        (_graph, _plan, _compiled, _workspace, _exits) = (graph, plan, compiled, new Workspace(compiled), plan.ExitNames.Count);
        _thresholds = [.. plan.EarlyExits.Select(exit => exit.Threshold is { } threshold ? compiled.Find(threshold).Layout : null)];
        Watch = WatchOf(graph, plan, compiled);
    }

    /// <summary>Another one for another thread; weights are shared.</summary>
    public ModelRun Share() => new(_graph, _plan, _compiled);

    /// <summary>What has a run end early; null where nothing can.</summary>
    public RunWatch? Watch { get; }

    /// <summary>Samples of a run, at most.</summary>
    public int ChunkSize => _compiled.ChunkSize;

    /// <summary>Logits of a sample.</summary>
    public int Classes => _compiled.Outputs[0].SampleLength;

    /// <summary>Sets what exits compare with from the next run on; null for the model's own thresholds.</summary>
    public void UseThresholds(IReadOnlyList<float>? thresholds)
    {
        if (thresholds is not null && thresholds.Count != _thresholds.Length)
            throw new ArgumentException($"thresholds: expected {_thresholds.Length}, got {thresholds.Count}", nameof(thresholds));
        for (int exit = 0; exit < _thresholds.Length; exit++)
        {
            if (_thresholds[exit] is { Constant: { } own } layout)
                _workspace.All<float>(layout)[0] = thresholds?[exit] ?? own.Floats[0]; // the workspace has a copy of every constant
            else if (thresholds is not null)
                throw new InvalidOperationException($"{_graph.Source}: expected a threshold at every early exit, got none at exit {exit}");
        }
    }

    /// <summary>Runs some samples.</summary>
    /// <param name="samples">[count, C, H, W].</param>
    /// <param name="count">Samples, 1 to <see cref="ChunkSize"/>.</param>
    /// <param name="watch"><see cref="Watch"/> or null for no watch.</param>
    /// <param name="cancellation">Asked before each segment.</param>
    public void Run(ReadOnlySpan<float> samples, int count, RunWatch? watch, CancellationToken cancellation)
    {
        TensorCopy.Write(_workspace, _compiled.Feeds[0], samples, count);
        _workspace.Run(count, watch, cancellation);
    }

    /// <summary>Runs one sample as far as answers are asked for.</summary>
    /// <param name="sample">[C, H, W].</param>
    /// <param name="deadline">When the last answer must be there.</param>
    /// <param name="profile">What answers take; null where there is no deadline.</param>
    /// <param name="deepest">The last answer to go on to, 0-based.</param>
    /// <param name="cancellation">Asked before each segment.</param>
    public IEnumerable<AnytimeAnswer> RunFromExitToExit(ReadOnlyMemory<float> sample, Deadline deadline, DeadlineProfile? profile, int deepest, CancellationToken cancellation)
    {
        if (profile is not null && Deadline.Ticks(profile.AnswerMs[0]) > deadline.Timestamp - Stopwatch.GetTimestamp())
        {
            yield return new AnytimeAnswer(TimedPrediction.Refused.Prediction, [], TimedPrediction.Refused.Outcome);
            yield break;
        }

        Watch?.Keep(deadline, profile, deepest);
        TensorCopy.Write(_workspace, _compiled.Feeds[0], sample.Span, count: 1);
        int run = _workspace.Begin(count: 1, Watch);
        for (int segment = 0; segment < _compiled.Segments.Length; segment++)
        {
            if (_workspace.RunNumber != run)
                throw new InvalidOperationException($"{_graph.Source}: expected no other call within the loop over a sample's answers, got one");
            if (_workspace.RunSegment(segment, [0], count: 1, Watch, cancellation) && Watch?.Passed(segment, sample: 0) is { } passed)
                yield return PassedAnswer(passed.Exit, _workspace.Sample<float>(passed.Answer, 0));
        }

        var (answer, outcome) = TimedAnswer(sample: 0, Watch);
        yield return new AnytimeAnswer(answer, Logits(0).ToArray(), outcome);
    }

    /// <summary>The output <c>logits</c> of a sample of the last run, [classes].</summary>
    public ReadOnlySpan<float> Logits(int sample) => _workspace.Sample<float>(_compiled.Outputs[0], sample)[..Classes];

    /// <summary>The answer for a sample of the last run.</summary>
    /// <exception cref="ModelFormatException">The graph answers with an exit that its plan does not have.</exception>
    public Prediction Answer(int sample)
    {
        long exit = _workspace.Sample<long>(_compiled.Outputs[1], sample)[0];
        if (exit < 0 || exit >= _exits)
            throw new ModelFormatException(_graph.Source, $"output 'exit': expected 0 to {_exits - 1}, got {exit}");
        return new Prediction(RowOperators.ArgMax(Logits(sample)), (int)exit, _workspace.Sample<float>(_compiled.Outputs[2], sample)[0], _workspace.Spent(sample));
    }

    /// <summary>The answer for a sample of the last run, and what the watch made of it.</summary>
    public TimedPrediction TimedAnswer(int sample, RunWatch? watch)
    {
        var answer = Answer(sample);
        return watch is null
            ? new TimedPrediction(answer, DeadlineOutcome.Finished)
            : new TimedPrediction(answer with { Exit = watch.Exit(sample, answer.Exit) }, watch.IsCut(sample) ? DeadlineOutcome.CutShort : DeadlineOutcome.Finished);
    }

    // As the model's outputs say it of the exit that is taken.
    private AnytimeAnswer PassedAnswer(int exit, ReadOnlySpan<float> logits)
    {
        float[] probabilities = new float[logits.Length];
        RowOperators.Softmax(logits, probabilities);
        return new AnytimeAnswer(new Prediction(RowOperators.ArgMax(logits), exit, RowOperators.Max(probabilities), _workspace.Spent(0)), logits.ToArray(), Outcome: null);
    }

    private static RunWatch? WatchOf(GatedGraph graph, ModelPlan plan, CompiledGraph model)
    {
        if (plan.Control is not null)
            return null;
        if (plan.Halting is not null)
            return HaltingWatch.Of(graph, model);
        var gates = DemandAnalysis.Of(graph).Gates;
        return new ExitWatch(model, [.. plan.EarlyExits.Select(exit => (gates.First(gate => gate.Condition == exit.Gate).Index, exit.Logits))]); // the plan was checked against the graph
    }
}
