namespace Ponder.Cli.Recipes;

/// <summary>The classes that a control node sends each way during the warm-up.</summary>
/// <param name="Control">Name of the control node.</param>
/// <param name="Classes">For each of its actions the names of classes; every class of the data once.</param>
internal sealed record SuperclassSetting(string Control, IReadOnlyList<IReadOnlyList<string>> Classes);
