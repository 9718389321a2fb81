using Ponder.Data;

namespace Ponder.Cli.Recipes;

/// <summary>Reads the splits that a recipe names.</summary>
internal static class SplitReader
{
    public static string Read(RecipeSection section, string key, string fallback) =>
        section.Text(key, "NAME or NAME[a:b], e.g. test[0:5000]", IsSplit, fallback);

    /// <summary>Whether two splits have a sample in common, as far as their names say.</summary>
    public static bool Overlap(string one, string other)
    {
        SplitRange a = SplitRange.Parse(one), b = SplitRange.Parse(other);
        return a.Name == b.Name && (a.Start ?? 0) < (b.EndExclusive ?? int.MaxValue) && (b.Start ?? 0) < (a.EndExclusive ?? int.MaxValue);
    }

    private static bool IsSplit(string text)
    {
        try
        {
            SplitRange.Parse(text);
            return true;
        }
        catch (DataNotFoundException)
        {
            return false;
        }
    }
}
