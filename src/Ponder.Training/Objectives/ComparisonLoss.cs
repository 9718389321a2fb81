using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Every sample takes its own path and those that differ from it by one choice; scores learn which action brings more.</summary>
/// <remarks>
/// Behind another choice, later control nodes choose as they do. The loss is a cross-entropy in which an action weighs what it brings
/// above the worst: least where the highest score is that of the action which brings most on average. Other than the squared error of
/// a value it does not ask scores to tell apart what differs by a hundredth. No gradient passes through nodes that do not choose.
/// </remarks>
internal sealed class ComparisonLoss : IControlLoss
{
    private readonly RoutedGraph _route;
    private readonly AnswerRewards _rewards;
    private readonly NodeRole[] _controls;
    private readonly Turn[] _turns;

    public ComparisonLoss(RoutedGraph route, ControlOptions options, PathCosts costs)
    {
        (_route, _rewards) = (route, new AnswerRewards(options, costs));
        _controls = [.. route.Plan.Control!.Controls]; // the objective has one
        _turns = [new Turn(-1, 0), .. _controls.SelectMany((control, index) => Enumerable.Range(1, control.Actions.Count - 1).Select(by => new Turn(index, by)))];
    }

    /// <inheritdoc/>
    public ObjectiveLoss Loss(Tensor samples, long[] labels, double done, AnswersLoss task)
    {
        var routed = _route.Run(cat([.. _turns.Select(_ => samples)]), training: false, (control, rows, greedy) => Choose(control, [.. rows.Select(row => _turns[row / labels.Length])], greedy));
        int[] paths = [.. ControlObjective.Numbers(routed[EarlyExitConstants.Exit])];
        float[] rewards = _rewards.Of(routed[_route.Plan.Exits[^1].Logits], paths, [.. _turns.SelectMany(_ => labels)]);
        var loss = zeros(1);
        for (int control = 0; control < _controls.Length; control++)
        {
            string name = _controls[control].Tensor!; // a control node has scores
            int[] rows = [.. routed.RowsOf(name).TakeWhile(row => row < labels.Length)]; // on their own paths
            if (rows.Length == 0)
                continue;
            var scores = routed[name][..rows.Length].to(ScalarType.Float32);
            var brought = Brought(control, rows, [.. ControlObjective.Numbers(scores.argmax(1))], rewards, labels.Length);
            var gains = brought.add(brought.amin([1], keepdim: true), HeldScalars.MinusOne);
            loss = loss.add(gains.mul(nn.functional.log_softmax(scores, 1)).sum(1).mean(), HeldScalars.MinusOne);
        }

        return new ObjectiveLoss(loss, [null, loss]);
    }

    private Tensor Choose(int control, Turn[] turns, Tensor greedy)
    {
        int actions = _controls[control].Actions.Count;
        return tensor([.. ControlObjective.Numbers(greedy).Zip(turns, (action, turn) => (long)(turn.Control == control ? (action + turn.By) % actions : action))], [turns.Length, 1]);
    }

    // What each action of a control node brings, [rows, actions].
    private Tensor Brought(int control, int[] rows, int[] greedy, float[] rewards, int count)
    {
        int actions = _controls[control].Actions.Count, first = Array.FindIndex(_turns, turn => turn.Control == control) - 1;
        float[] brought = new float[rows.Length * actions];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int by = 0; by < actions; by++)
                brought[(i * actions) + ((greedy[i] + by) % actions)] = rewards[((by == 0 ? 0 : first + by) * count) + rows[i]];
        }

        return tensor(brought, [rows.Length, actions]);
    }

    /// <summary>How samples leave their own paths.</summary>
    /// <param name="Control">Index of the control node at which they do; -1 for nowhere.</param>
    /// <param name="By">How many actions further on they choose there.</param>
    private readonly record struct Turn(int Control, int By);
}
