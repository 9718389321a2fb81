using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>What answers bring: lambda * A + (1 - lambda) * E.</summary>
/// <param name="options">Lambda, what A is, and bags.</param>
/// <param name="costs">What paths cost: E is 1 less a path's share of the dearest.</param>
internal sealed class AnswerRewards(ControlOptions options, PathCosts costs)
{
    /// <summary>One reward per sample; samples of a bag, which is a run of samples, have the same.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="paths">Paths taken, N.</param>
    /// <param name="labels">Right classes, N.</param>
    public float[] Of(Tensor logits, int[] paths, long[] labels)
    {
        int[] answers = [.. ControlObjective.Numbers(logits.argmax(1))];
        int[] classes = [.. labels.Select(label => (int)label)];
        float[] right = options.Metric == RewardMetric.Probability ? Probabilities(logits, labels) : [.. answers.Zip(classes, (answer, label) => answer == label ? 1f : 0)];
        float[] rewards = new float[labels.Length];
        for (int start = 0; start < labels.Length; start += options.BagSize)
        {
            int count = Math.Min(options.BagSize, labels.Length - start);
            double metric = options.Metric == RewardMetric.F1
                ? BagReward.F1(answers.AsSpan(start, count), classes.AsSpan(start, count))
                : Enumerable.Range(start, count).Average(i => right[i]);
            double efficiency = 1 - Enumerable.Range(start, count).Average(i => costs.Share(paths[i]));
            rewards.AsSpan(start, count).Fill((float)((options.AccuracyShare * metric) + ((1 - options.AccuracyShare) * efficiency)));
        }

        return rewards;
    }

    private static float[] Probabilities(Tensor logits, long[] labels)
    {
        using var noGradient = no_grad();
        return [.. logits.to(ScalarType.Float32).softmax(1).gather(1, tensor(labels, [labels.Length, 1])).reshape(-1).data<float>()];
    }
}
