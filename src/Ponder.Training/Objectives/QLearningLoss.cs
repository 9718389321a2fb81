using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Scores of control nodes learn the reward of the path that followed.</summary>
/// <remarks>
/// Liu and Deng 2017 (arXiv:1701.00299): one step, no bootstrapping; every control node on the path learns from the final reward.
/// A bag's value is the sum of its samples' values, so the best action of each sample is still that of its highest score; here it is
/// the mean, which only changes the scale of scores. A sample that explores deviates at one control node alone, so that the action
/// tried there is judged by what good choices follow.
/// </remarks>
internal sealed class QLearningLoss(RoutedGraph route, ControlOptions options, PathCosts costs) : IControlLoss
{
    private const double SettledShare = 0.8; // of the steps; from there on exploration stays at its end

    private readonly AnswerRewards _rewards = new(options, costs);
    private readonly NodeRole[] _controls = [.. route.Plan.Control!.Controls]; // the objective has one
    private readonly string _answer = route.Plan.Exits[^1].Logits;

    /// <inheritdoc/>
    public ObjectiveLoss Loss(Tensor samples, long[] labels, double done, AnswersLoss task)
    {
        var exploration = new PathExploration(route.Plan.Control!, labels, options.Superclasses); // as above
        double share = options.Exploration + ((options.FinalExploration - options.Exploration) * Math.Min(1, done / SettledShare));
        var routed = route.Run(samples, training: true, exploration.Deviate(share));
        var loss = task.Of(routed, labels);
        var values = Values(routed, exploration, labels);
        return new ObjectiveLoss(Sum(loss, values, options.Weight), [loss, values]);
    }

    /// <summary>The squared error of the scores of what was chosen: mean over bags, sum over control nodes.</summary>
    public Tensor Values(RoutedBatch routed, PathExploration exploration, long[] labels)
    {
        float[] rewards = _rewards.Of(routed[_answer], [.. ControlObjective.Numbers(routed[EarlyExitConstants.Exit])], labels);
        var loss = zeros(1);
        foreach (var (control, (rows, actions)) in exploration.Taken)
        {
            var scores = routed[_controls[control].Tensor!]; // a control node has scores
            var chosen = scores.to(ScalarType.Float32).gather(1, tensor([.. actions.Select(action => (long)action)], [actions.Length, 1])).reshape(-1);
            loss = loss.add(Errors(chosen, rows, rewards).mean(), HeldScalars.One);
        }

        return loss;
    }

    public static Tensor Sum(Tensor task, Tensor values, double weight)
    {
        using var factor = weight.ToScalar(); // held until the call has returned
        return task.add(values.mul(factor), HeldScalars.One);
    }

    // Rows of one bag lie together: a bag is a run of samples of the batch.
    private Tensor Errors(Tensor chosen, int[] rows, float[] rewards)
    {
        if (options.BagSize == 1)
            return chosen.add(tensor([.. rows.Select(row => rewards[row])]), HeldScalars.MinusOne).pow(HeldScalars.Two);
        int[] bags = [.. rows.Select(row => row / options.BagSize)], distinct = [.. bags.Distinct()];
        long[] places = [.. bags.Select(bag => (long)Array.IndexOf(distinct, bag))];
        float[] share = [.. bags.CountBy(bag => bag).Select(count => 1f / count.Value)];
        var means = zeros(distinct.Length).index_add(0, tensor(places), chosen, HeldScalars.One).mul(tensor(share));
        return means.add(tensor([.. distinct.Select(bag => rewards[bag * options.BagSize])]), HeldScalars.MinusOne).pow(HeldScalars.Two);
    }
}
