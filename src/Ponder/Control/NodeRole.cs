namespace Ponder.Control;

/// <summary>A node of a control graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Sources">Names of the nodes that it reads.</param>
/// <param name="Edges">Choices of which one lets it run; empty where it always runs.</param>
/// <param name="Actions">Names of a control node's actions, by action index; empty for others.</param>
/// <param name="Tensor">Its output; of a control node the scores, [N, actions]; null for a dummy node.</param>
public sealed record NodeRole(
    string Name, NodeKind Kind, IReadOnlyList<string> Sources, IReadOnlyList<ControlEdge> Edges, IReadOnlyList<string> Actions, string? Tensor = null)
{
    /// <summary>The tensor with a control node's choice, int64 [N, 1]; the gate of every action but the last compares it.</summary>
    public string Choice => Name + ControlGraphConstants.Choice;

    /// <summary>The bool tensor that says whether an action was chosen, [N, 1]; the last action has none: it is chosen where no other is.</summary>
    /// <param name="action">Index of the action, 0-based.</param>
    public string Gate(int action) => $"{Name}.takes_{Actions[action]}";
}
