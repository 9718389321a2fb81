using Ponder.EarlyExit;
using Ponder.Plans;
using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The chance that each sample gets to each exit, as weights of its losses: deep exits then learn from the samples that they will see.</summary>
/// <remarks>
/// Learned exits say who leaves. Under other policies a sample passes an exit with the probability that its answer is wrong by its own
/// account, 1 less the largest. Han et al. 2022 (L2W-DEN, arXiv:2209.08310) weight samples for the same reason, by a network that
/// is learned beside; Teerapittayanon et al. 2016 have in their code a hard filter by entropy.
/// </remarks>
/// <param name="plan">The exits.</param>
/// <param name="floor">Least weight before all are divided by their mean, in [0, 1].</param>
internal sealed class ExitArrival(ModelPlan plan, double floor)
{
    /// <summary>Weights of all samples at all exits, each [N] with a mean of 1, without gradients.</summary>
    /// <param name="found">Logits of the exits that were asked, and scores of learned exits.</param>
    public Tensor[] Weights(Dictionary<string, Tensor> found)
    {
        using var noGradient = no_grad();
        using var least = Math.Max(floor, 1e-6).ToScalar(); // held until the calls have returned
        var weights = new Tensor[plan.Exits.Count];
        Tensor? passes = null;
        for (int e = 0; e < weights.Length; e++)
        {
            long count = found[plan.Exits.First(exit => found.ContainsKey(exit.Logits)).Logits].shape[0];
            var arrives = passes?.clamp_min(least) ?? ones(count);
            weights[e] = arrives.div(arrives.mean());
            if (plan.Exits[e] is { IsLast: false } exit)
                passes = Passes(exit, found, passes);
        }

        return weights;
    }

    private static Tensor? Passes(ExitRole exit, Dictionary<string, Tensor> found, Tensor? before)
    {
        if (exit.Policy == LearnedExitPolicy.PolicyName && found.TryGetValue(exit.Score!, out var left)) // a learned exit has a score
            return left.reshape(-1).neg().add(HeldScalars.One, HeldScalars.One); // all exits so far are in it
        if (!found.TryGetValue(exit.Logits, out var logits))
            return before;
        var wrong = nn.functional.softmax(logits, 1).amax([1]).neg().add(HeldScalars.One, HeldScalars.One);
        return before is null ? wrong : before.mul(wrong);
    }
}
