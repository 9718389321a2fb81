namespace Ponder.Control;

/// <summary>A path through a control graph: what each control node that runs has chosen.</summary>
/// <param name="Name">The choices in words, e.g. <c>q1=go, q2=stop</c>.</param>
/// <param name="Choices">For each control node in order the action index, -1 where it does not run.</param>
public sealed record PathRole(string Name, IReadOnlyList<int> Choices);
