namespace Ponder.Control;

/// <summary>A node as it was added to a <see cref="ControlGraphBuilder"/>.</summary>
internal sealed record ControlNodeSpec(
    string Name, NodeKind Kind, LayerEmitter? Emit, IReadOnlyList<DataEdge> Sources, IReadOnlyList<ControlEdge> When,
    IReadOnlyList<string> Actions, IReadOnlyList<int> InputShape);
