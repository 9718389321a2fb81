using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Masks are drawn by Gumbel noise, hard in value and soft in gradient, beside a loss for missing a budget of multiply-adds.</summary>
/// <remarks>
/// Verelst and Tuytelaars 2020 (arXiv:1912.03203): (spent - budget)^2 of shares of the network without masks, and for each unit the
/// square of what its own share leaves of bounds that start at the share that meets the budget and give way over the first third of
/// the steps; the noise ends after four fifths. Their temperature is 1, too. Their shares are of units with masks alone, and what
/// the first layer computes around a mask has no gradient there. All positions are computed while this trains.
/// </remarks>
internal sealed class BudgetLoss : IHaltingLoss
{
    private const double BoundedShare = 1.0 / 3;

    private readonly TorchGraph _network;
    private readonly HaltingTrainingOptions _options;
    private readonly double _budget;
    private readonly double _unitShare;
    private readonly string _answer;
    private readonly DemandAnalysis _analysis;
    private readonly MaskCosts _costs;
    private readonly SoftCosts _soft;

    public BudgetLoss(TorchGraph network, HaltingTrainingOptions options)
    {
        (_network, _options) = (network, options);
        _budget = options.Budget!.Value; // checked by the trainer
        _answer = network.Graph.Plan!.Exits[^1].Logits; // as above
        _analysis = DemandAnalysis.Of(network.Graph, positions: true);
        _costs = new MaskCosts(network.Graph);
        _soft = new SoftCosts(_costs.Costs);
        _unitShare = _costs.UnitShare(_budget);
    }

    /// <inheritdoc/>
    public long WholeMacs => _costs.DenseMacs;

    /// <inheritdoc/>
    public ObjectiveLoss Loss(Tensor samples, double done, Func<Tensor, Tensor> task)
    {
        var gates = new SoftGates(_analysis, [], isNoisy: done < GumbelLoss.NoiseShare);
        string input = _network.Graph.Inputs[0].Name;
        var logits = _network.Run(new Dictionary<string, Tensor> { [input] = samples }, [_answer], training: true, gates)[_answer];
        var loss = task(logits);
        var missed = Missed(gates.Of, checked((int)samples.shape[0]), done);
        using var weight = _options.BudgetWeight.ToScalar(); // held until the call has returned
        return new ObjectiveLoss(loss.add(missed.mul(weight), HeldScalars.One), [loss, missed]);
    }

    /// <inheritdoc/>
    /// <remarks>What is over the budget counts as lost.</remarks>
    public double Value(HaltingMeans means) => means.Accuracy - Math.Max(0, means.MacsShare - _budget);

    /// <summary>How far a batch is from the budget, and its units from their bounds; a scalar.</summary>
    /// <param name="gateOf">Gates by index.</param>
    /// <param name="count">Samples of the batch.</param>
    /// <param name="done">Share of all steps that are done, from 0 to 1.</param>
    public Tensor Missed(Func<int, SoftGate> gateOf, int count, double done)
    {
        var shares = _soft.Shares(gateOf, count);
        using var budget = _budget.ToScalar(); // all are held until their calls have returned
        var missed = _soft.Spent(shares, Enumerable.Range(0, shares.Count), _costs.DenseMacs).sub(budget).pow(HeldScalars.Two);
        var (lower, upper) = Bounds(_unitShare, done);
        using var least = lower.ToScalar();
        using var most = upper.ToScalar();
        using var part = (1.0 / Math.Max(1, _costs.Units.Count)).ToScalar();
        foreach (int[] unit in _costs.Units)
        {
            var spent = _soft.Spent(shares, unit, _costs.MacsOf(unit));
            var outside = spent.add(spent.clamp(least, most), HeldScalars.MinusOne).pow(HeldScalars.Two);
            missed = missed.add(outside.mul(part), HeldScalars.One);
        }

        return missed;
    }

    /// <summary>Between which shares a unit may be: one share first, everything from a third of the steps on.</summary>
    /// <param name="share">The share that all units start at.</param>
    /// <param name="done">Share of all steps that are done, from 0 to 1.</param>
    internal static (double Lower, double Upper) Bounds(double share, double done)
    {
        double root = Math.Cos(Math.Min(1, done / BoundedShare) * Math.PI / 2), tightness = root * root;
        return (tightness * share, 1 - (tightness * (1 - share)));
    }
}
