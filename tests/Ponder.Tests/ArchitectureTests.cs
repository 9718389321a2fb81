using System.Xml.Linq;

namespace Ponder.Tests;

/// <summary>The arrows between assemblies that docs/architecture.md allows.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Ponder"] = [],
        ["Ponder.Cli"] = ["*"],
        ["Ponder.Client"] = [],
        ["Ponder.Data"] = ["Ponder"],
        ["Ponder.Inference"] = ["Ponder", "Ponder.Kernels"],
        ["Ponder.Kernels"] = [],
        ["Ponder.OnnxRuntime"] = ["Ponder"],
        ["Ponder.Report"] = ["Ponder"],
        ["Ponder.Serving"] = ["Ponder", "Ponder.Inference"],
        ["Ponder.Training"] = ["Ponder", "Ponder.Data"],
    };

    private static readonly Dictionary<string, string> OwnersOfPackages = new()
    {
        ["Microsoft.ML.OnnxRuntime"] = "Ponder.OnnxRuntime",
        ["ScottPlot"] = "Ponder.Report",
        ["TorchSharp"] = "Ponder.Training",
    };

    [Fact]
    public void ProjectReferences_AllAreAllowed()
    {
        string[] forbidden = [.. References("ProjectReference")
            .Select(arrow => (arrow.From, To: Path.GetFileNameWithoutExtension(arrow.To)))
            .Where(arrow => AllowedProjects.GetValueOrDefault(arrow.From) is not { } allowed || !(allowed is ["*"] || allowed.Contains(arrow.To)))
            .Select(arrow => $"{arrow.From} -> {arrow.To}")];

        Assert.Empty(forbidden);
    }

    [Fact]
    public void HeavyPackages_HaveOneOwner()
    {
        string[] forbidden = [.. References("PackageReference")
            .Where(arrow => OwnersOfPackages.TryGetValue(arrow.To, out string? owner) && owner != arrow.From)
            .Select(arrow => $"{arrow.From} -> {arrow.To}")];

        Assert.Empty(forbidden);
    }

    [Fact]
    public void Projects_AllAreInTheTable()
    {
        Assert.Empty(Projects().Select(path => Path.GetFileNameWithoutExtension(path)).Except(AllowedProjects.Keys));
    }

    private static IEnumerable<(string From, string To)> References(string kind) =>
        from path in Projects()
        from reference in XDocument.Load(path).Descendants(kind)
        select (Path.GetFileNameWithoutExtension(path), reference.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> Projects() =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "src"), "*.csproj", SearchOption.AllDirectories);
}
