namespace Ponder.Tests;

/// <summary>Finds what lies outside the test's own folder.</summary>
internal static class RepositoryFolder
{
    /// <summary>The folder that holds <c>ponder.slnx</c>.</summary>
    public static string Root { get; } = FindAbove("ponder.slnx") ?? throw new InvalidOperationException("ponder.slnx is in no folder above the tests");

    /// <summary>The folder with foreign models, or null: PONDER_TEST_MODELS, or shared/data/models above the tests.</summary>
    public static string? ForeignModels { get; } = Environment.GetEnvironmentVariable("PONDER_TEST_MODELS")
        ?? (FindAbove("shared/data/models") is { } folder ? Path.Combine(folder, "shared/data/models") : null);

    private static string? FindAbove(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Exists(Path.Combine(at.FullName, name)))
                return at.FullName;
        }

        return null;
    }
}
