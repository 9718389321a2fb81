using Ponder.Control;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The choices of one batch that scores do not make. Random numbers are libtorch's, which a step seeds.</summary>
/// <param name="plan">The control graph.</param>
/// <param name="count">Samples of the batch.</param>
internal sealed class PathExploration(ControlPlan plan, int count)
{
    private readonly int[] _actions = [.. plan.Controls.Select(control => control.Actions.Count)];
    private readonly int[] _path = [.. ControlObjective.Numbers(randint(plan.Paths.Count, [count]))];
    private readonly int[] _control = [.. ControlObjective.Numbers(randint(plan.Controls.Count(), [count]))];
    private readonly float[] _chance = [.. rand([count]).data<float>().ToArray()];

    /// <summary>What was chosen, by control node: the samples that reached it and their actions.</summary>
    public Dictionary<int, (int[] Rows, int[] Actions)> Taken { get; } = [];

    /// <summary>Lets every sample take a path at random, all paths with the same chance.</summary>
    public Tensor RandomPath(int control, int[] rows, Tensor greedy) =>
        Take(control, rows, [.. rows.Select(row => plan.Paths[_path[row]].Choices[control])]);

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

    private Tensor Take(int control, int[] rows, int[] actions)
    {
        Taken[control] = (rows, actions);
        return tensor([.. actions.Select(action => (long)action)], [rows.Length, 1]);
    }
}
