using Ponder.Control;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Choices are drawn by Gumbel noise, hard in value and soft in gradient, beside a loss for missing a budget of multiply-adds.</summary>
/// <remarks>
/// Jang, Gu, Poole 2017 (arXiv:1611.01144), straight through; the budget's loss, (spent - budget)^2 of shares of the dearest path, is
/// that of Verelst and Tuytelaars 2020, and as there the noise ends after four fifths of the steps. All nodes compute all samples
/// while this trains, since the gradient of a choice compares what was chosen with what was not.
/// </remarks>
internal sealed class GumbelLoss : IControlLoss
{
    /// <summary>Share of the steps over which choices are drawn.</summary>
    public const double NoiseShare = 0.8;

    private readonly TorchGraph _network;
    private readonly ControlOptions _options;
    private readonly PathCosts _costs;
    private readonly DemandAnalysis _analysis;
    private readonly SoftCosts _soft;
    private readonly string _answer;
    private readonly NodeRole[] _controls;

    public GumbelLoss(TorchGraph network, ControlOptions options, PathCosts costs)
    {
        (_network, _options, _costs) = (network, options, costs);
        _answer = network.Graph.Plan!.Exits[^1].Logits; // the trainer asks for a plan with a control graph
        _controls = [.. network.Graph.Plan.Control!.Controls];
        _analysis = DemandAnalysis.Of(network.Graph);
        _soft = new SoftCosts(new SampleCosts(network.Graph));
    }

    /// <inheritdoc/>
    public ObjectiveLoss Loss(Tensor samples, long[] labels, double done, AnswersLoss task)
    {
        var gates = new SoftGates(_analysis, _controls, isNoisy: done < NoiseShare);
        string input = _network.Graph.Inputs[0].Name;
        var logits = _network.Run(new Dictionary<string, Tensor> { [input] = samples }, [_answer], training: true, gates)[_answer];
        var loss = task.Of(logits, labels);
        using var budget = _options.Budget.ToScalar(); // both are held until their calls have returned
        using var weight = _options.Weight.ToScalar();
        var shares = _soft.Shares(gates.Of, labels.Length);
        var missed = _soft.Spent(shares, Enumerable.Range(0, shares.Count), _costs.Dearest).sub(budget).pow(HeldScalars.Two);
        return new ObjectiveLoss(loss.add(missed.mul(weight), HeldScalars.One), [loss, missed]);
    }
}
