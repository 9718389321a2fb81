using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>How far answers are from the labels, and from a teacher's answers.</summary>
internal static class TaskLoss
{
    /// <summary>Mean cross-entropy, smoothed as the options say; a scalar.</summary>
    /// <param name="logits">[N, classes], float32.</param>
    /// <param name="target">[N], int64.</param>
    /// <param name="options">Smoothing.</param>
    public static Tensor CrossEntropy(Tensor logits, Tensor target, TrainingOptions options) =>
        nn.functional.cross_entropy(logits, target, label_smoothing: options.LabelSmoothing);

    /// <summary>Cross-entropy of each sample, smoothed as the options say; [N].</summary>
    /// <param name="logits">[N, classes], float32.</param>
    /// <param name="target">[N], int64.</param>
    /// <param name="options">Smoothing.</param>
    public static Tensor CrossEntropies(Tensor logits, Tensor target, TrainingOptions options) =>
        nn.functional.cross_entropy(logits, target, reduction: nn.Reduction.None, label_smoothing: options.LabelSmoothing);

    /// <summary>(1 - w) * cross-entropy + w * T^2 * KL(softmax(teacher / T) || softmax(logits / T)), Hinton et al. 2015, of each sample; [N].</summary>
    /// <param name="logits">[N, classes], float32.</param>
    /// <param name="taught">The teacher's, [N, classes], float32.</param>
    /// <param name="target">[N], int64.</param>
    /// <param name="options">w, T and smoothing.</param>
    public static Tensor Distilled(Tensor logits, Tensor taught, Tensor target, TrainingOptions options)
    {
        double temperature = options.DistillationTemperature, share = options.DistillationWeight;
        using var cooling = (1 / temperature).ToScalar(); // all three are held until their calls have returned
        using var labelShare = (1 - share).ToScalar();
        using var teacherShare = (share * temperature * temperature).ToScalar();
        var divergences = nn.functional.kl_div(
            nn.functional.log_softmax(logits.mul(cooling), 1), nn.functional.log_softmax(taught.mul(cooling), 1), log_target: true,
            reduction: nn.Reduction.None).sum(1);
        return CrossEntropies(logits, target, options).mul(labelShare).add(divergences.mul(teacherShare), HeldScalars.One);
    }
}
