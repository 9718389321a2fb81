using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ponder.Cli.Recipes;

/// <summary>Reads a recipe: every key is known and in range, or all faults are reported at once with their lines.</summary>
internal static class RecipeReader
{
    private const string EmbeddedName = "b-lenet.yaml";
    private const int MaxCharacters = 64 * 1024; // recipes are a page; deep nesting in a huge file would exhaust the stack
    private const int MaxEpochs = 10_000;
    private const int MaxBatch = 65_536;
    private const int MaxShift = 16;

    /// <summary>Reads a file.</summary>
    /// <exception cref="RecipeException">The recipe has faults.</exception>
    public static Recipe Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>The recipe of the quickstart, built into the command: <c>recipes/branchynet/b-lenet.yaml</c>.</summary>
    public static Recipe LoadEmbedded()
    {
        using var stream = typeof(RecipeReader).Assembly.GetManifestResourceStream(EmbeddedName)
            ?? throw new InvalidOperationException($"resource {EmbeddedName} is not in the assembly");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), EmbeddedName);
    }

    /// <summary>Reads a recipe from text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="source">Its name for messages.</param>
    /// <exception cref="RecipeException">The recipe has faults.</exception>
    public static Recipe Parse(string yaml, string source)
    {
        var faults = new List<string>();
        var root = new RecipeSection(ParseMapping(yaml, source), "", faults);
        string network = root.Choice("network", NetworkCatalog.Names);
        var recipe = new Recipe(
            network, root.Text("data"), root.Integer("seed", 0, int.MaxValue),
            Baseline(root.Section("baseline")),
            Branches(root.Section("branches"), NetworkCatalog.ExitCount(network)),
            Calibration(root.Section("calibration")));
        root.RefuseUnknownKeys();
        bool isBranchy = NetworkCatalog.ExitCount(network) > 1;
        if (isBranchy && recipe.Branches is null)
            faults.Add($"expected branches for network {network}, got none");
        if (!isBranchy && (recipe.Branches is not null || recipe.MaxAccuracyDrop is not null))
            faults.Add($"expected neither branches nor calibration for network {network}, which has no early exit");
        if (!isBranchy && recipe.Baseline is null)
            faults.Add($"expected baseline for network {network}, got none");
        return faults.Count == 0 ? recipe : throw new RecipeException(source, faults);
    }

    private static YamlMappingNode ParseMapping(string yaml, string source)
    {
        if (yaml.Length > MaxCharacters)
            throw new RecipeException(source, [$"expected at most {MaxCharacters} characters, got {yaml.Length}"]);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            throw new RecipeException(source, [$"line {error.Start.Line}: expected YAML, got {error.Message}"]);
        }

        catch (InvalidOperationException error)
        {
            // The scanner of YamlDotNet 18.1.0 ends so on some unclosed brackets.
            throw new RecipeException(source, [$"expected YAML, got an unclosed bracket or quote ({error.Message})"]);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
            ? mapping
            : throw new RecipeException(source, ["expected one mapping of keys, got something else"]);
    }

    private static BaselineStage? Baseline(RecipeSection? section)
    {
        if (section is null)
            return null;
        var stage = Stage(section);
        section.RefuseUnknownKeys();
        return stage;
    }

    private static BranchStage? Branches(RecipeSection? section, int exitCount)
    {
        if (section is null)
            return null;
        var (epochs, batch, learningRate, schedule, shift) = Stage(section);
        var stage = new BranchStage(
            epochs, batch, learningRate, schedule, shift, section.Weights("weights", exitCount), section.Choice("policy", "entropy"));
        section.RefuseUnknownKeys();
        return stage;
    }

    private static double? Calibration(RecipeSection? section)
    {
        double? drop = section?.Fraction("max_accuracy_drop");
        section?.RefuseUnknownKeys();
        return drop;
    }

    private static BaselineStage Stage(RecipeSection section) => new(
        section.Integer("epochs", 1, MaxEpochs), section.Integer("batch", 1, MaxBatch),
        section.Number("learning_rate", above: 0, maximum: 1), section.Choice("schedule", "constant", "cosine"),
        section.Integer("shift", 0, MaxShift));
}
