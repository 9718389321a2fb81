using Ponder.Evaluation;
using Ponder.Plans;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>BranchyNet's joint objective, with each exit's share of distillation; beside it, of learned exits, what leaving is expected to cost.</summary>
/// <remarks>
/// The teacher is a network of its own, else the trunk's own answer; the last exit then learns from the labels alone (Phuong and Lampert 2019).
/// </remarks>
internal sealed class JointObjective : IObjective
{
    private readonly TorchGraph _network;
    private readonly TorchGraph? _teacher;
    private readonly TrainingOptions _options;
    private readonly ModelPlan _plan;
    private readonly LearnedExitsLoss? _learned;
    private readonly ExitArrival? _arrival;

    /// <summary>Sets the objective up.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="teacher">An untouched network; null for none.</param>
    /// <param name="options">Weights, smoothing, distillation, focus and learned exits.</param>
    /// <param name="state">Where the training stands: a price that a budget adapts is kept there.</param>
    public JointObjective(TorchGraph network, TorchGraph? teacher, TrainingOptions options, TrainingState state)
    {
        (_network, _teacher, _options, _plan) = (network, teacher, options, network.Graph.Plan!); // the trainer asks for one
        _learned = options.LearnedExits is { } learned ? new LearnedExitsLoss(_plan, learned, state) : null;
        _arrival = options.ArrivalFloor is { } floor ? new ExitArrival(_plan, floor) : null;
    }

    /// <inheritdoc/>
    public ObjectiveLoss Loss(TrainingBatch batch, double done)
    {
        var found = _network.Answers(batch.Samples, batch.Labels.Length, training: true, [.. Asked()]);
        var target = tensor(batch.Labels);
        var losses = Losses(batch, found, target);
        var joint = Sum(losses, _arrival?.Weights(found));
        if (_learned is not null)
            joint = joint.add(_learned.Loss(Entropies(found, target), found), HeldScalars.One);
        return new ObjectiveLoss(joint, [.. losses.Select((loss, e) => Weight(e) > 0 || _learned is not null ? loss?.mean() : null)]);
    }

    /// <inheritdoc/>
    public ObjectiveScore Validate(ISampleSource samples)
    {
        int[] right = new int[_network.ExitCount];
        double missed = 0, spent = 0;
        foreach (var (start, batch) in ValidationBatches.Of(samples))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            int count = batch.Length / samples.SampleLength;
            long[] labels = [.. Enumerable.Range(start, count).Select(i => (long)samples.Label(i))];
            var found = _network.Answers(batch, count, training: false, [.. _plan.Exits.Select(exit => exit.Logits), .. Scores()]);
            var target = tensor(labels);
            for (int e = 0; e < right.Length; e++)
                right[e] += (int)found[_plan.Exits[e].Logits].argmax(1).eq(target).sum().item<long>();
            if (_learned is null)
                continue;
            missed += count * _learned.Expected(Entropies(found, target), found).item<float>();
            spent += count * _learned.MeanCost(found);
        }

        double[] accuracy = [.. right.Select(count => count / (double)samples.Count)];
        return _learned is null
            ? new ObjectiveScore(accuracy.Average(), accuracy)
            : new ObjectiveScore(-missed / samples.Count, accuracy, spent / samples.Count);
    }

    /// <inheritdoc/>
    public void Finish(BatchLoader loader, ISampleSource validation)
    {
    }

    private bool TeachesItself => _options.DistillationWeight > 0 && _teacher is null;

    private IEnumerable<string> Scores() => _learned is null ? [] : _plan.EarlyExits.Select(exit => exit.Score!); // learned exits have one

    // An exit of weight 0 takes no part at all, but as a teacher and where leaving there is learned.
    private IEnumerable<string> Asked() => _plan.Exits
        .Where((_, e) => Weight(e) > 0 || _learned is not null)
        .Select(exit => exit.Logits).Concat(Scores()).Concat(TeachesItself ? [_plan.TrunkLogits] : []).Distinct();

    // Of each sample at each exit, [N]; null for an exit that was not asked.
    private Tensor?[] Losses(TrainingBatch batch, Dictionary<string, Tensor> found, Tensor target)
    {
        var taught = _options.DistillationWeight > 0 ? TeacherLogits(batch, found) : null;
        return [.. _plan.Exits.Select((exit, e) => !found.TryGetValue(exit.Logits, out var logits) ? null
            : taught is null || (_teacher is null && e == _plan.Exits.Count - 1) ? TaskLoss.CrossEntropies(logits, target, _options)
            : TaskLoss.Distilled(logits, taught, target, _options))];
    }

    // What leaving is weighed by are labels alone: the distance from a teacher is largest where the teacher is surest, and so is no sign of a hard sample.
    private Tensor[] Entropies(Dictionary<string, Tensor> found, Tensor target) =>
        [.. _plan.Exits.Select(exit => TaskLoss.CrossEntropies(found[exit.Logits], target, _options))]; // all exits are asked

    private Tensor Sum(Tensor?[] losses, Tensor[]? arrival)
    {
        var joint = zeros(1);
        for (int e = 0; e < losses.Length; e++)
        {
            if (losses[e] is not { } loss || Weight(e) == 0)
                continue;
            using var weight = Weight(e).ToScalar(); // held until the call has returned
            var mean = (arrival is null ? loss : loss.mul(arrival[e])).mean();
            joint = joint.add(mean.mul(weight), HeldScalars.One);
        }

        return joint;
    }

    private double Weight(int exit) => _options.ExitWeights.Count == 0 ? 1 : _options.ExitWeights[exit];

    private Tensor TeacherLogits(TrainingBatch batch, Dictionary<string, Tensor> found)
    {
        if (_teacher is null)
            return found[_plan.TrunkLogits].detach(); // asked for, because it teaches
        using var noGradient = no_grad();
        return _teacher.Logits(batch.Samples, batch.Labels.Length, training: false, e => e == _teacher.ExitCount - 1)[^1]!; // asked for
    }
}
