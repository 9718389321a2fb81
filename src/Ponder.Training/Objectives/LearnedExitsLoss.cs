using Ponder.EarlyExit;
using Ponder.Plans;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The exit as a continuous term of the objective: sum over exits of p_k (loss_k + price * cost_k).</summary>
/// <remarks>
/// p_k = g_k prod over j below k of (1 - g_j), the last exit takes what is left (PonderNet, Banino et al. 2021, with a price in place of
/// their prior). The price is fixed, or is the multiplier of Lagrange of a mean cost: each step moves it by what the batch spent
/// beyond the budget. In turns, gates learn with the exits' losses as they are and exits with their shares as they are.
/// </remarks>
internal sealed class LearnedExitsLoss
{
    private readonly ModelPlan _plan;
    private readonly LearnedExitOptions _options;
    private readonly TrainingState _state;

    public LearnedExitsLoss(ModelPlan plan, LearnedExitOptions options, TrainingState state)
    {
        (_plan, _options, _state) = (plan, options, state);
        state.Price ??= options.CostWeight;
    }

    /// <summary>The loss of a batch, a scalar; with a budget the price moves.</summary>
    /// <param name="losses">Of each sample at each exit, [N].</param>
    /// <param name="found">The scores of the early exits: the chance to have left by there, [N, 1].</param>
    public Tensor Loss(Tensor[] losses, Dictionary<string, Tensor> found)
    {
        bool gatesLearn = _options.Alternation == 0 || _state.Step / _options.Alternation % 2 == 1;
        bool exitsLearn = _options.Alternation == 0 || !gatesLearn;
        var shares = Shares(found, losses[0].shape[0]);
        if (!gatesLearn)
            shares = [.. shares.Select(share => share.detach())];
        using var weight = _options.Weight.ToScalar(); // held until the call has returned
        var loss = Expected([.. losses.Select(each => exitsLearn ? each : each.detach())], shares).mul(weight);
        if (_options.Budget is { } budget)
            _state.Price = Math.Max(0, _state.Price!.Value + (_options.PriceRate * (MeanCost(shares) - budget))); // set by the constructor
        return loss;
    }

    /// <summary>The loss without its weight, a scalar.</summary>
    public Tensor Expected(Tensor[] losses, Dictionary<string, Tensor> found) => Expected(losses, Shares(found, losses[0].shape[0]));

    /// <summary>Mean cost where every sample leaves as it will: at the first exit by which it has left with a chance above one half.</summary>
    public double MeanCost(Dictionary<string, Tensor> found)
    {
        using var scope = NewDisposeScope();
        using var half = 0.5.ToScalar(); // held until the calls have returned
        var cost = tensor((float)_options.Costs[^1]);
        foreach (var (exit, e) in _plan.EarlyExits.Select((exit, e) => (exit, e)).Reverse())
            cost = where(found[exit.Score!].reshape(-1).gt(half), tensor((float)_options.Costs[e]), cost); // learned exits have a score
        return cost.mean().item<float>();
    }

    private Tensor Expected(Tensor[] losses, Tensor[] shares)
    {
        var sum = zeros(1);
        for (int e = 0; e < losses.Length; e++)
        {
            using var toll = (_state.Price!.Value * _options.Costs[e]).ToScalar(); // as above; held until the call has returned
            sum = sum.add(losses[e].add(toll, HeldScalars.One).mul(shares[e]).mean(), HeldScalars.One);
        }

        return sum;
    }

    private double MeanCost(Tensor[] shares) => shares.Select((share, e) => _options.Costs[e] * share.mean().item<float>()).Sum();

    // The chance to leave at each exit, [N].
    private Tensor[] Shares(Dictionary<string, Tensor> found, long count)
    {
        Tensor[] left = [zeros(count), .. _plan.EarlyExits.Select(exit => found[exit.Score!].reshape(-1)), ones(count)]; // learned exits have a score
        return [.. left.Skip(1).Zip(left, (now, before) => now.add(before, HeldScalars.MinusOne))];
    }
}
