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
    /// <summary>Label of a sample that the task's loss does not count.</summary>
    public const long Ignored = -100;

    private const double StrayShare = 0.2; // of samples on random paths; on each path it is a twentieth where there are four

    private readonly int[] _actions = [.. plan.Controls.Select(control => control.Actions.Count)];
    private readonly int[] _control = [.. ControlObjective.Numbers(randint(plan.Controls.Count(), [labels.Length]))];
    private readonly float[] _chance = [.. rand([labels.Length]).data<float>().ToArray()];
    private readonly float[] _path = [.. rand([labels.Length]).data<float>().ToArray()];
    private readonly int _taught = plan.Controls.ToList().FindIndex(control => control.Name == superclasses?.Control);

    /// <summary>What was chosen, by control node: the samples that reached it and their actions.</summary>
    public Dictionary<int, (int[] Rows, int[] Actions)> Taken { get; } = [];

    /// <summary>The classes, and <see cref="Ignored"/> for samples on random paths that the taught node would not have sent there.</summary>
    /// <remarks>So no expert learns the classes of another, while control nodes see what it would have said of them.</remarks>
    public long[] TaskLabels => [.. labels.Select((label, row) => IsTaught(Path(row), row) ? label : Ignored)];

    /// <summary>
    /// Lets every sample take a path at random, all that its class may take with the same chance. A fifth of the samples may take any,
    /// since a node that only ever sees the right way never learns what the wrong one gives.
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

    // Every path is where nobody is taught.
    private bool IsTaught(PathRole path, int row) => _taught < 0 || path.Choices[_taught] == superclasses!.ActionOfClass[(int)labels[row]]; // there where one is taught

    private Tensor Take(int control, int[] rows, int[] actions)
    {
        Taken[control] = (rows, actions);
        return tensor([.. actions.Select(action => (long)action)], [rows.Length, 1]);
    }
}
