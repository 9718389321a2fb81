using Ponder.EarlyExit;

namespace Ponder.Cli.Recipes;

/// <summary>Reads the branches that a recipe describes.</summary>
internal static class ExitReader
{
    private const int MaxChannels = 4096;
    private const int MaxWindow = 64;
    private const int MaxBlocks = 100;

    /// <summary>Branches, shallow to deep; null when the recipe names none.</summary>
    public static IReadOnlyList<ExitBranch>? Read(IReadOnlyList<RecipeSection>? sections) => sections is null ? null : [.. sections.Select(Read)];

    private static ExitBranch Read(RecipeSection section)
    {
        var branch = new ExitBranch(section.Text("after", "the name of a tensor"), Head(section));
        section.RefuseUnknownKeys();
        return branch;
    }

    private static IExitHead Head(RecipeSection exit)
    {
        if (exit.Section("head") is not { } section)
        {
            if (!exit.Has("head"))
                exit.Refuse("expected a head, got none");
            return new PooledLinearHead();
        }

        IExitHead head = section.Choice("type", ["pooled-linear", "convolutional", "residual"]) switch
        {
            "convolutional" => new ConvolutionalHead(Items(section, "layers", Layer), section.Flag("normalized")),
            "residual" => new ResidualHead(Items(section, "stages", Stage)),
            _ => new PooledLinearHead(),
        };
        section.RefuseUnknownKeys();
        return head;
    }

    private static IReadOnlyList<T> Items<T>(RecipeSection head, string key, Func<RecipeSection, T> read)
    {
        if (!head.Has(key))
            head.Refuse($"expected {key}, got none");
        return [.. (head.Sections(key) ?? []).Select(section =>
        {
            var item = read(section);
            section.RefuseUnknownKeys();
            return item;
        })];
    }

    private static HeadConvolution Layer(RecipeSection section) => new(
        section.Integer("channels", 1, MaxChannels), section.Integer("kernel", 1, MaxWindow, fallback: 3),
        section.Integer("padding", 0, MaxWindow, fallback: 1), section.Integer("stride", 1, MaxWindow, fallback: 1),
        section.Integer("pool", 0, MaxWindow, fallback: 0));

    private static HeadStage Stage(RecipeSection section) => new(
        section.Integer("channels", 1, MaxChannels), section.Integer("blocks", 1, MaxBlocks), section.Integer("stride", 1, MaxWindow, fallback: 2));
}
