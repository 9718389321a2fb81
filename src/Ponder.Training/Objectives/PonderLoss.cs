using Ponder.EarlyExit;
using Ponder.Halting;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The price of pondering.</summary>
/// <param name="network">A network with a plan that names blocks which halt.</param>
/// <param name="options">The price.</param>
/// <param name="weights">What a unit of each block costs.</param>
internal sealed class PonderLoss(TorchGraph network, HaltingTrainingOptions options, IReadOnlyList<double> weights) : IHaltingLoss
{
    private readonly HaltingPlan _plan = network.Graph.Plan!.Halting!; // checked by the trainer
    private readonly string _answer = network.Graph.Plan!.Exits[^1].Logits;

    /// <inheritdoc/>
    public long WholeMacs { get; } = ExitCosts.Of(network.Graph).Macs[^1];

    /// <inheritdoc/>
    public ObjectiveLoss Loss(Tensor samples, double done, Func<Tensor, Tensor> task)
    {
        var found = network.Run(
            new Dictionary<string, Tensor> { [network.Graph.Inputs[0].Name] = samples }, [_answer, .. _plan.Blocks.Select(block => block.PonderCost)], training: true);
        var loss = task(found[_answer]);
        var ponder = Mean(_plan, found, weights);
        double price = options.PonderWeight * (options.RampShare > 0 ? Math.Min(1, done / options.RampShare) : 1);
        using var weight = price.ToScalar(); // held until the call has returned
        return new ObjectiveLoss(loss.add(ponder.mul(weight), HeldScalars.One), [loss, ponder]);
    }

    /// <inheritdoc/>
    /// <remarks>What is descended tells the best epoch; as a number that grows, and is never below 0.</remarks>
    public double Value(HaltingMeans means) => Math.Exp(-(means.TaskLoss + (options.PonderWeight * means.PonderCost)));

    /// <summary>The mean ponder cost, summed over blocks as they weigh; a scalar.</summary>
    public static Tensor Mean(HaltingPlan plan, Dictionary<string, Tensor> found, IReadOnlyList<double> weights) => plan.Blocks
        .Select((block, b) => Weighted(found[block.PonderCost].to(ScalarType.Float32).mean(), weights[b])).Aggregate((sum, cost) => sum.add(cost, HeldScalars.One));

    private static Tensor Weighted(Tensor cost, double weight)
    {
        using var factor = weight.ToScalar(); // held until the call has returned
        return cost.mul(factor);
    }
}
