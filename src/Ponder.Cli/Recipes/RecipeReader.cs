using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ponder.Cli.Recipes;

/// <summary>Reads a recipe: every key is known and in range, or all faults are reported at once with their lines.</summary>
internal static class RecipeReader
{
    private const string EmbeddedName = "b-lenet.yaml";
    private const int MaxCharacters = 64 * 1024; // recipes are a page; deep nesting in a huge file would exhaust the stack

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
        var recipe = Read(root, source);
        root.RefuseUnknownKeys();
        faults.AddRange(FindFaults(recipe));
        return faults.Count == 0 ? recipe : throw new RecipeException(source, faults);
    }

    private static Recipe Read(RecipeSection root, string source)
    {
        string? network = root.Has("network") ? root.Text("network", NetworkCatalog.Names, NetworkCatalog.IsKnown) : null;
        string? model = Model(root, "model", source);
        if (root.Has("network") == root.Has("model"))
            root.Refuse("expected either network or model");
        return new Recipe
        {
            Network = network,
            Model = model,
            Init = Model(root, "init", source),
            Data = root.Text("data", "a name"),
            Seed = root.Integer("seed", 0, int.MaxValue),
            Baseline = root.Section("baseline") is { } baseline ? StageReader.Plain(baseline) : null,
            Heads = root.Section("heads") is { } heads ? StageReader.Plain(heads) : null,
            Branches = root.Section("branches") is { } branches
                ? StageReader.Branches(branches, NetworkCatalog.BranchesOf(network).Count)
                : null,
            Control = root.Section("control") is { } control ? StageReader.Control(control) : null,
            Choices = root.Section("choices") is { } choices ? StageReader.Choices(choices) : null,
            Halting = root.Section("halting") is { } halting ? StageReader.Halting(halting) : null,
            Calibration = root.Section("calibration") is { } calibration ? StageReader.Calibration(calibration) : null,
            Test = SplitReader.Read(root, "test", fallback: "test"),
        };
    }

    private static IEnumerable<string> FindFaults(Recipe recipe)
    {
        bool hasOwn = NetworkCatalog.BranchesOf(recipe.Network).Count > 0;
        if (NetworkCatalog.IsControlGraph(recipe.Network) != (recipe.Control is not null))
            yield return $"expected control for a control graph and for no other network, got {recipe.Title} {(recipe.Control is null ? "without" : "with")} it";
        if (recipe.Control is not null && (recipe.Branches is not null || recipe.Heads is not null || recipe.Calibration is not null || recipe.Init is not null))
            yield return $"expected neither init, heads, branches nor calibration beside control, got one";
        if (recipe is { Control.Start: "static", Baseline: null })
            yield return "expected a baseline beside control.start static, got none";
        if (recipe.Choices is not null && (recipe.Control is not { Points.Count: 1 } before || before.Reward == "f1"))
            yield return $"expected control with one point and another reward than f1 before choices, got {(recipe.Control is { } joint ? $"{joint.Points.Count} of control.{(joint.Method == "gumbel" ? "budget" : "accuracy_share")} and reward {joint.Reward}" : "no control")}";
        if (hasOwn && recipe.Branches is null)
            yield return $"expected branches for network {recipe.Network}, got none";
        if (!hasOwn && recipe.Branches is { Exits: null })
            yield return $"expected branches.exits for {recipe.Title}, which has no branches of its own, got none";
        if (recipe.Branches is null && recipe.Baseline is null && recipe.Control is null && recipe.Halting is null)
            yield return $"expected baseline or branches for {recipe.Title}, got neither";
        foreach (string fault in recipe.Halting is { } halting ? FindHaltingFaults(recipe, halting) : [])
            yield return fault;
        if (recipe.Heads is not null && recipe.Branches is not { Trunk: "joint" })
            yield return "expected branches whose trunk is joint behind heads, got none";
        if (recipe.Branches is null && recipe.Calibration is not null)
            yield return $"expected no calibration for {recipe.Title}, which has no early exit";
        if (recipe.Calibration is { } calibration && SplitReader.Overlap(calibration.Split, recipe.Test))
            yield return $"expected a test split without samples that calibrate, got {recipe.Test} beside {calibration.Split}";
    }

    private static IEnumerable<string> FindHaltingFaults(Recipe recipe, HaltingStage halting)
    {
        if (recipe.Control is not null || recipe.Branches is not null || recipe.Heads is not null || recipe.Calibration is not null)
            yield return "expected neither control, heads, branches nor calibration beside halting, got one";
        if (recipe is { Network: not null, Init: null, Baseline: null })
            yield return $"expected a baseline or init beside halting, because {recipe.Title} is not trained yet, got neither";
        if (SplitReader.Overlap(halting.Split, recipe.Test))
            yield return $"expected a test split without samples that choose a point, got {recipe.Test} beside {halting.Split}";
    }

    private static string? Model(RecipeSection root, string key, string recipe)
    {
        if (!root.Has(key))
            return null;
        string path = root.Text(key, $"a file beside the recipe, in the working directory or in {ModelPath.Folder}", path => ModelPath.Find(path, recipe) is not null);
        return ModelPath.Find(path, recipe) ?? "";
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
}
