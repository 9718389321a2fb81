using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Trains the nodes of a control graph on the samples that reach them, and its control nodes by reward or budget.</summary>
/// <remarks>
/// First all samples take random paths, so that every node learns before any is chosen.
/// Then Q-learning or Gumbel gates choose. Comparison has neither a warm-up nor new statistics: nodes stay.
/// At the end the statistics of normalisation are taken anew from the samples that the finished network sends to each node, and kept
/// where the validation split does not speak against them.
/// </remarks>
internal sealed class ControlObjective : IObjective
{
    /// <summary>The task's loss and the control nodes'.</summary>
    public const int PartCount = 2;

    private const int RecalibrationSteps = 200;

    private readonly RoutedGraph _route;
    private readonly TorchGraph _network;
    private readonly TrainingOptions _options;
    private readonly ControlOptions _control;
    private readonly ControlPlan _plan;
    private readonly PathCosts _costs;
    private readonly IControlLoss _learner;
    private readonly AnswersLoss _task;
    private readonly string _answer;

    public ControlObjective(GatedGraph graph, TorchGraph network, TrainingOptions options, ControlOptions control)
    {
        (_network, _options, _control) = (network, options, control);
        _plan = graph.Plan!.Control!; // checked by the trainer
        _answer = graph.Plan.Exits[^1].Logits;
        _task = new AnswersLoss(graph, options);
        _route = new RoutedGraph(network, [_answer, EarlyExitConstants.Exit]);
        _costs = new PathCosts(ExitCosts.Of(graph).Macs);
        _learner = control.Method switch
        {
            ControlMethod.QLearning => new QLearningLoss(_route, control, _costs),
            ControlMethod.Comparison => new ComparisonLoss(_route, control, _costs),
            _ => new GumbelLoss(network, control, _costs),
        };
    }

    /// <inheritdoc/>
    public ObjectiveLoss Loss(TrainingBatch batch, double done)
    {
        var samples = TensorOf(batch.Samples, batch.Labels.Length);
        if (done >= _control.WarmupShare || !NodesLearn)
        {
            double trained = (done - _control.WarmupShare) / (1 - _control.WarmupShare);
            return _learner.Loss(samples, batch.Labels, trained, _task);
        }

        var exploration = new PathExploration(_plan, batch.Labels, _control.Superclasses);
        var routed = _route.Run(samples, training: true, exploration.RandomPath);
        var task = _task.Of(routed, batch.Labels);
        if (_learner is not QLearningLoss learner)
            return new ObjectiveLoss(task, [task, null]);
        var values = learner.Values(routed, exploration, batch.Labels); // scores learn from what happens to random paths
        return new ObjectiveLoss(QLearningLoss.Sum(task, values, _control.Weight), [task, values]);
    }

    /// <inheritdoc/>
    public ObjectiveScore Validate(ISampleSource samples)
    {
        var (answers, labels, paths) = (new List<int>(), new List<int>(), new List<int>());
        foreach (var (start, batch) in ValidationBatches.Of(samples))
        {
            int count = batch.Length / samples.SampleLength;
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            var routed = _route.Run(TensorOf(batch, count), training: false);
            answers.AddRange(Numbers(routed[_answer].argmax(1)));
            paths.AddRange(Numbers(routed[EarlyExitConstants.Exit]));
            labels.AddRange(Enumerable.Range(start, count).Select(samples.Label));
        }

        double accuracy = answers.Zip(labels).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        double metric = _control.Metric == RewardMetric.F1 ? BagReward.F1([.. answers], [.. labels]) : accuracy;
        double share = paths.Average(_costs.Share);
        double value = _control.Method == ControlMethod.Gumbel
            ? metric - Math.Max(0, share - _control.Budget) // what is over the budget counts as lost
            : (_control.AccuracyShare * metric) + ((1 - _control.AccuracyShare) * (1 - share));
        return new ObjectiveScore(value, [metric], share);
    }

    /// <inheritdoc/>
    public void Finish(BatchLoader loader, ISampleSource validation)
    {
        if (!NodesLearn)
            return;
        using var noGradient = no_grad();
        double before = Validate(validation).Value;
        var statistics = new RunningMeans(_network);
        for (int step = 0; step < Math.Min(RecalibrationSteps, loader.StepsPerEpoch); step++)
        {
            using var scope = NewDisposeScope();
            var batch = loader.Take(_options.Epochs, step);
            _route.Run(TensorOf(batch.Samples, batch.Labels.Length), training: true);
            statistics.Add();
        }

        statistics.Store();
        if (Validate(validation).Value < before)
            statistics.Restore(); // choices and statistics follow from each other, so new ones may be worse
    }

    private bool NodesLearn => _control.Method != ControlMethod.Comparison; // else control nodes alone do

    private Tensor TensorOf(float[] samples, int count) =>
        tensor(samples, [.. _network.Graph.Inputs[0].Shape.WithBatch(count).Select(size => (long)size)]);

    internal static IEnumerable<int> Numbers(Tensor tensor)
    {
        using var flat = tensor.reshape(-1).contiguous();
        return [.. flat.data<long>().ToArray().Select(number => (int)number)];
    }
}
