using Ponder.Evaluation;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>BranchyNet's joint objective, with each exit's share of distillation.</summary>
/// <remarks>
/// The teacher is a network of its own, else the last exit, which then learns from the labels alone (Phuong and Lampert 2019).
/// </remarks>
/// <param name="network">What is trained.</param>
/// <param name="teacher">An untouched network; null for none.</param>
/// <param name="options">Smoothing and distillation.</param>
internal sealed class JointObjective(TorchGraph network, TorchGraph? teacher, TrainingOptions options) : IObjective
{
    /// <inheritdoc/>
    public ObjectiveLoss Loss(TrainingBatch batch, double done)
    {
        var losses = PerExit(batch);
        return new ObjectiveLoss(Sum(losses), losses);
    }

    /// <inheritdoc/>
    public ObjectiveScore Validate(ISampleSource samples)
    {
        int[] right = new int[network.ExitCount];
        foreach (var (start, batch) in ValidationBatches.Of(samples))
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var logits = network.Logits(batch, batch.Length / samples.SampleLength, training: false, _ => true);
            for (int e = 0; e < right.Length; e++)
            {
                long[] classes = logits[e]!.argmax(1).data<long>().ToArray(); // all were asked for
                right[e] += classes.Where((answer, i) => answer == samples.Label(start + i)).Count();
            }
        }

        double[] accuracy = [.. right.Select(count => count / (double)samples.Count)];
        return new ObjectiveScore(accuracy.Average(), accuracy);
    }

    /// <inheritdoc/>
    public void Finish(BatchLoader loader, ISampleSource validation)
    {
    }

    // Mean loss of every exit, shallow to deep. Null for an exit of weight 0, which takes no part at all.
    private Tensor?[] PerExit(TrainingBatch batch)
    {
        var target = tensor(batch.Labels);
        bool isLastTeacher = options.DistillationWeight > 0 && teacher is null;
        var logits = network.Logits(
            batch.Samples, batch.Labels.Length, training: true, e => Weight(e) > 0 || (isLastTeacher && e == network.ExitCount - 1));
        var taught = options.DistillationWeight > 0 ? TeacherLogits(batch, logits[^1]) : null;
        return [.. logits.Select((exit, e) => exit is null || Weight(e) == 0 ? null
            : taught is null || (teacher is null && e == logits.Length - 1) ? TaskLoss.CrossEntropy(exit, target, options)
            : TaskLoss.Distilled(exit, taught, target, options))];
    }

    private Tensor Sum(Tensor?[] losses)
    {
        var joint = zeros(1);
        for (int e = 0; e < losses.Length; e++)
        {
            using var weight = Weight(e).ToScalar(); // held until the call has returned
            if (losses[e] is { } loss)
                joint = joint.add(loss.mul(weight), HeldScalars.One);
        }

        return joint;
    }

    private double Weight(int exit) => options.ExitWeights.Count == 0 ? 1 : options.ExitWeights[exit];

    private Tensor TeacherLogits(TrainingBatch batch, Tensor? lastExit)
    {
        if (teacher is null)
            return lastExit!.detach(); // asked for, because it teaches
        using var noGradient = no_grad();
        return teacher.Logits(batch.Samples, batch.Labels.Length, training: false, e => e == teacher.ExitCount - 1)[^1]!; // asked for
    }
}
