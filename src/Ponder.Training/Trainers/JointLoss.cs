using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Trainers;

/// <summary>BranchyNet's joint objective, with each exit's share of distillation.</summary>
/// <remarks>
/// An exit's loss is (1 - w) * cross-entropy + w * T^2 * KL(softmax(teacher / T) || softmax(exit / T)), Hinton et al. 2015. The
/// teacher is a network of its own, else the last exit, which then learns from the labels alone (Phuong and Lampert 2019).
/// </remarks>
/// <param name="network">What is trained.</param>
/// <param name="teacher">An untouched network; null for none.</param>
/// <param name="options">Smoothing and distillation.</param>
internal sealed class JointLoss(TorchGraph network, TorchGraph? teacher, TrainingOptions options)
{
    /// <summary>Mean loss of every exit on a batch, shallow to deep; each a scalar. Null for an exit of weight 0, which takes no part at all.</summary>
    public Tensor?[] PerExit(TrainingBatch batch)
    {
        var target = tensor(batch.Labels);
        bool isLastTeacher = options.DistillationWeight > 0 && teacher is null;
        var logits = network.Logits(
            batch.Samples, batch.Labels.Length, training: true, e => Weight(e) > 0 || (isLastTeacher && e == network.ExitCount - 1));
        var taught = options.DistillationWeight > 0 ? TeacherLogits(batch, logits[^1]) : null;
        return [.. logits.Select((exit, e) => exit is null || Weight(e) == 0 ? null
            : taught is null || (teacher is null && e == logits.Length - 1) ? CrossEntropy(exit, target)
            : Distilled(exit, taught, target))];
    }

    /// <summary>The sum weighted by <see cref="TrainingOptions.ExitWeights"/>.</summary>
    /// <param name="losses">One for each exit.</param>
    public Tensor Sum(Tensor?[] losses)
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

    private Tensor CrossEntropy(Tensor logits, Tensor target) =>
        nn.functional.cross_entropy(logits, target, label_smoothing: options.LabelSmoothing);

    private Tensor Distilled(Tensor logits, Tensor taught, Tensor target)
    {
        double temperature = options.DistillationTemperature, share = options.DistillationWeight;
        using var cooling = (1 / temperature).ToScalar(); // all three are held until their calls have returned
        using var labelShare = (1 - share).ToScalar();
        using var teacherShare = (share * temperature * temperature / logits.shape[0]).ToScalar();
        var divergence = nn.functional.kl_div(
            nn.functional.log_softmax(logits.mul(cooling), 1), nn.functional.log_softmax(taught.mul(cooling), 1), log_target: true,
            reduction: nn.Reduction.Sum);
        return CrossEntropy(logits, target).mul(labelShare).add(divergence.mul(teacherShare), HeldScalars.One);
    }
}
