using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The task's loss and the price of pondering. All positions are computed while this trains: halted ones only do not count.</summary>
/// <param name="network">A network with a plan that names blocks which halt.</param>
/// <param name="options">Label smoothing.</param>
/// <param name="halting">The price.</param>
internal sealed class HaltingObjective(TorchGraph network, TrainingOptions options, HaltingTrainingOptions halting) : IObjective
{
    /// <summary>The task's loss and the ponder cost.</summary>
    public const int PartCount = 2;

    private readonly HaltingPlan _plan = network.Graph.Plan!.Halting!; // checked by the trainer
    private readonly string _answer = network.Graph.Plan!.Exits[^1].Logits;
    private readonly SampleCosts _costs = new(network.Graph);
    private readonly IReadOnlyList<double> _weights = halting.Cost == HaltingCost.Macs ? UnitCosts.Of(network.Graph) : [.. network.Graph.Plan!.Halting!.Blocks.Select(_ => 1.0)]; // as above
    private readonly double _dearest = ExitCosts.Of(network.Graph).Macs[^1];

    /// <inheritdoc/>
    public ObjectiveLoss Loss(TrainingBatch batch, double done)
    {
        var found = network.Run(Feeds(batch.Samples, batch.Labels.Length), [_answer, .. _plan.Blocks.Select(block => block.PonderCost)], training: true);
        var task = Task(found[_answer], batch.Labels);
        var ponder = Ponder(found);
        double price = halting.PonderWeight * (halting.RampShare > 0 ? Math.Min(1, done / halting.RampShare) : 1);
        using var weight = price.ToScalar(); // held until the call has returned
        return new ObjectiveLoss(task.add(ponder.mul(weight), HeldScalars.One), [task, ponder]);
    }

    /// <inheritdoc/>
    public ObjectiveScore Validate(ISampleSource samples)
    {
        double loss = 0, right = 0, macs = 0;
        foreach (var (start, batch) in ValidationBatches.Of(samples))
        {
            int count = batch.Length / samples.SampleLength;
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            long[] labels = [.. Enumerable.Range(start, count).Select(i => (long)samples.Label(i))];
            var found = network.Run(Feeds(batch, count), [_answer, .. _plan.Blocks.Select(block => block.PonderCost), .. _costs.Conditions]);
            loss += count * (Task(found[_answer], labels).item<float>() + (halting.PonderWeight * Ponder(found).item<float>()));
            right += found[_answer].argmax(1).eq(tensor(labels)).sum().item<long>();
            var conditions = _costs.Conditions.ToDictionary(name => name, name => TorchTensors.ToHost(found[name]));
            for (int row = 0; row < count; row++)
                macs += _costs.Of(conditions, row);
        }

        // What is descended tells the best epoch; as a number that grows, and is never below 0.
        return new ObjectiveScore(Math.Exp(-loss / samples.Count), [right / samples.Count], macs / samples.Count / _dearest);
    }

    /// <inheritdoc/>
    public void Finish(BatchLoader loader, ISampleSource validation)
    {
    }

    private Dictionary<string, Tensor> Feeds(float[] samples, int count) => new()
    {
        [network.Graph.Inputs[0].Name] = tensor(samples, [.. network.Graph.Inputs[0].Shape.WithBatch(count).Select(size => (long)size)]),
    };

    private Tensor Ponder(Dictionary<string, Tensor> found) => _plan.Blocks
        .Select((block, b) => Weighted(found[block.PonderCost].to(ScalarType.Float32).mean(), _weights[b])).Aggregate((sum, cost) => sum.add(cost, HeldScalars.One));

    private static Tensor Weighted(Tensor cost, double weight)
    {
        using var factor = weight.ToScalar(); // held until the call has returned
        return cost.mul(factor);
    }

    private Tensor Task(Tensor logits, long[] labels) =>
        nn.functional.cross_entropy(logits.to(ScalarType.Float32), tensor(labels), label_smoothing: options.LabelSmoothing);
}
