using Ponder.Control;
using Ponder.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The choices of one batch that scores do not make. Random numbers are libtorch's, which a step seeds.</summary>
/// <param name="plan">The control graph.</param>
/// <param name="labels">Classes of the batch.</param>
/// <param name="superclasses">What one control node, the taught one, does by class on random paths; null for nothing.</param>
internal sealed class PathExploration(ControlPlan plan, long[] labels, Superclasses? superclasses)
{
    private const double StrayShare = 0.5; // of samples on random paths

    private readonly int[] _actions = [.. plan.Controls.Select(control => control.Actions.Count)];
    private readonly int[] _control = [.. ControlObjective.Numbers(randint(plan.Controls.Count(), [labels.Length]))];
    private readonly float[] _chance = [.. rand([labels.Length]).data<float>().ToArray()];
    private readonly float[] _path = [.. rand([labels.Length]).data<float>().ToArray()];
    private readonly int _taught = plan.Controls.ToList().FindIndex(control => control.Name == superclasses?.Control);

    /// <summary>What was chosen, by control node: the samples that reached it and their actions.</summary>
    public Dictionary<int, (int[] Rows, int[] Actions)> Taken { get; } = [];

    /// <summary>
    /// Lets every sample take a path at random, all that its class may take with the same chance. Half of the samples may take any:
    /// an expert is also sent what its router mistakes, and a node that only ever sees the right way never learns what the wrong one gives.
    /// </summary>
    public Tensor RandomPath(int control, int[] rows, Tensor greedy) => Take(control, rows, [.. rows.Select(row => Path(row).Choices[control])]);

    /// <summary>Lets a share of the samples choose at random at one of their control nodes; all else is greedy.</summary>
    /// <param name="share">From 0 to 1.</param>
    public Execution.RoutedBatch.Choose Deviate(double share) => (control, rows, greedy) =>
    {
        int[] actions = [.. ControlObjective.Numbers(greedy)];
        int[] random = [.. ControlObjective.Numbers(randint(_actions[control], [rows.Length]))];
        for (int i = 0; i < rows.Length; i++)
        {
            if (_chance[rows[i]] < share && _control[rows[i]] == control)
                actions[i] = random[i];
        }

        return Take(control, rows, actions);
    };

    private PathRole Path(int row)
    {
        var paths = _chance[row] < StrayShare ? plan.Paths : [.. plan.Paths.Where(path => IsTaught(path, row))];
        return paths[(int)(_path[row] * paths.Count)]; // below 1
    }

    // Every path is where nobody is taught, and those that do not reach the taught node are always.
    private bool IsTaught(PathRole path, int row) =>
        _taught < 0 || path.Choices[_taught] < 0 || path.Choices[_taught] == superclasses!.ActionOfClass[(int)labels[row]]; // there where one is taught

    private Tensor Take(int control, int[] rows, int[] actions)
    {
        Taken[control] = (rows, actions);
        return tensor([.. actions.Select(action => (long)action)], [rows.Length, 1]);
    }
}
