namespace Ponder.Cli.Recipes;

/// <summary>A recipe is not what Ponder can train.</summary>
/// <param name="source">The file.</param>
/// <param name="faults">Every fault found, each with its line.</param>
internal sealed class RecipeException(string source, IReadOnlyList<string> faults)
    : Exception($"{source}: {string.Join("; ", faults)}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
