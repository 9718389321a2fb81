using Ponder.Control;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Every sample takes every path, and scores learn which action brings more.</summary>
/// <remarks>
/// An action brings the reward of what later control nodes choose behind it, found backwards from the last. The loss is a cross-entropy
/// in which an action weighs what it brings above the worst: least where the highest score is that of the action which brings most on
/// average. Other than the squared error of a value it does not ask scores to tell apart what differs by a hundredth. A batch costs
/// all paths, but no gradient passes through nodes that do not choose.
/// </remarks>
internal sealed class ComparisonLoss : IControlLoss
{
    private readonly RoutedGraph _route;
    private readonly AnswerRewards _rewards;
    private readonly IReadOnlyList<PathRole> _paths;
    private readonly Fork[] _forks;

    public ComparisonLoss(RoutedGraph route, ControlOptions options, PathCosts costs)
    {
        (_route, _rewards, _paths) = (route, new AnswerRewards(options, costs), route.Plan.Control!.Paths); // the objective has one
        _forks = [.. route.Plan.Control.Controls.Select(ForkOf).Reverse()];
    }

    /// <inheritdoc/>
    public ObjectiveLoss Loss(Tensor samples, long[] labels, double done, Func<Tensor, long[], Tensor> task)
    {
        int count = labels.Length;
        int[] paths = [.. Enumerable.Range(0, _paths.Count * count).Select(row => row / count)];
        var routed = _route.Run(cat([.. _paths.Select(_ => samples)]), training: false, (control, rows, _) =>
            tensor([.. rows.Select(row => (long)_paths[paths[row]].Choices[control])], [rows.Length, 1]));
        float[] rewards = _rewards.Of(routed[_route.Plan.Exits[^1].Logits], paths, [.. _paths.SelectMany(_ => labels)]);
        var values = tensor(rewards, [_paths.Count, count]);
        var loss = zeros(1);
        foreach (var fork in _forks)
        {
            var brought = values.index_select(0, tensor(fork.Others)).reshape(fork.Paths.Length, -1, count); // [paths, actions, N]
            var scores = routed[fork.Scores].to(ScalarType.Float32).reshape(fork.Paths.Length, count, -1).transpose(1, 2); // [paths, actions, N]
            var gains = brought.add(brought.amin([1], keepdim: true), HeldScalars.MinusOne);
            loss = loss.add(gains.mul(nn.functional.log_softmax(scores, 1)).sum(1).mean(), HeldScalars.MinusOne);
            values = values.index_copy(0, tensor(fork.Paths), brought.gather(1, scores.argmax(1, keepdim: true)).squeeze(1)); // what the action before brings
        }

        return new ObjectiveLoss(loss, [null, loss]);
    }

    // Paths that agree up to a control node differ there first by its action.
    private Fork ForkOf(NodeRole control, int index)
    {
        int[] through = [.. Enumerable.Range(0, _paths.Count).Where(path => _paths[path].Choices[index] >= 0)];
        var others = from path in through
                     from action in Enumerable.Range(0, control.Actions.Count)
                     select through.First(other => _paths[other].Choices[index] == action && _paths[other].Choices.Take(index).SequenceEqual(_paths[path].Choices.Take(index)));
        return new Fork(control.Tensor!, [.. through.Select(path => (long)path)], [.. others.Select(path => (long)path)]); // a control node has scores
    }

    /// <summary>Where paths part.</summary>
    /// <param name="Scores">Tensor of the control node's scores.</param>
    /// <param name="Paths">Paths through it.</param>
    /// <param name="Others">For each of them and each action, a path that is the same up to here and takes that action.</param>
    private sealed record Fork(string Scores, long[] Paths, long[] Others);
}
