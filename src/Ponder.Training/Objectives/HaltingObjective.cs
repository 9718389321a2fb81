using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The task's loss and the price of pondering, or a budget. All positions are computed while this trains: halted ones only do not count.</summary>
internal sealed class HaltingObjective : IObjective
{
    /// <summary>The task's loss and the ponder cost, or what is missed of the budget.</summary>
    public const int PartCount = 2;

    private readonly TorchGraph _network;
    private readonly TorchGraph? _teacher;
    private readonly TrainingOptions _options;
    private readonly HaltingPlan _plan;
    private readonly string _answer;
    private readonly SampleCosts _costs;
    private readonly IReadOnlyList<double> _weights;
    private readonly IHaltingLoss _loss;

    /// <summary>Prepares for a network.</summary>
    /// <param name="network">A network with a plan that names blocks which halt.</param>
    /// <param name="teacher">A network with a plan whose answers are learned beside the labels; null for none.</param>
    /// <param name="options">Label smoothing and distillation.</param>
    /// <param name="halting">The price or the budget.</param>
    public HaltingObjective(TorchGraph network, TorchGraph? teacher, TrainingOptions options, HaltingTrainingOptions halting)
    {
        (_network, _teacher, _options) = (network, teacher, options);
        _plan = network.Graph.Plan!.Halting!; // checked by the trainer
        _answer = network.Graph.Plan.Exits[^1].Logits;
        _costs = new SampleCosts(network.Graph);
        _weights = halting.Cost == HaltingCost.Macs ? UnitCosts.Of(network.Graph) : [.. _plan.Blocks.Select(_ => 1.0)];
        _loss = _plan.Kind == HaltingKind.Mask ? new BudgetLoss(network, halting) : new PonderLoss(network, halting, _weights);
    }

    /// <inheritdoc/>
    public ObjectiveLoss Loss(TrainingBatch batch, double done) =>
        _loss.Loss(TensorOf(batch.Samples, batch.Labels.Length), done, logits => Task(logits, batch));

    /// <inheritdoc/>
    public ObjectiveScore Validate(ISampleSource samples)
    {
        double task = 0, ponder = 0, right = 0, macs = 0;
        foreach (var (start, batch) in ValidationBatches.Of(samples))
        {
            int count = batch.Length / samples.SampleLength;
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            long[] labels = [.. Enumerable.Range(start, count).Select(i => (long)samples.Label(i))];
            var feeds = new Dictionary<string, Tensor> { [_network.Graph.Inputs[0].Name] = TensorOf(batch, count) };
            var found = _network.Run(feeds, [_answer, .. _plan.Blocks.Select(block => block.PonderCost), .. _costs.Conditions]);
            task += count * Task(found[_answer], labels).item<float>();
            ponder += count * PonderLoss.Mean(_plan, found, _weights).item<float>();
            right += found[_answer].argmax(1).eq(tensor(labels)).sum().item<long>();
            var conditions = _costs.Conditions.ToDictionary(name => name, name => TorchTensors.ToHost(found[name]));
            for (int row = 0; row < count; row++)
                macs += _costs.Of(conditions, row);
        }

        double total = samples.Count;
        var means = new HaltingMeans(task / total, ponder / total, right / total, macs / total / _loss.WholeMacs);
        return new ObjectiveScore(_loss.Value(means), [means.Accuracy], means.MacsShare);
    }

    /// <inheritdoc/>
    public void Finish(BatchLoader loader, ISampleSource validation)
    {
    }

    private Tensor TensorOf(float[] samples, int count) =>
        tensor(samples, [.. _network.Graph.Inputs[0].Shape.WithBatch(count).Select(size => (long)size)]);

    private Tensor Task(Tensor logits, TrainingBatch batch)
    {
        if (_teacher is null)
            return Task(logits, batch.Labels);
        Tensor taught;
        using (no_grad())
            taught = _teacher.Logits(batch.Samples, batch.Labels.Length, training: false, e => e == _teacher.ExitCount - 1)[^1]!; // asked for
        return TaskLoss.Distilled(logits.to(ScalarType.Float32), taught, tensor(batch.Labels), _options).mean();
    }

    private Tensor Task(Tensor logits, long[] labels) => TaskLoss.CrossEntropy(logits.to(ScalarType.Float32), tensor(labels), _options);
}
