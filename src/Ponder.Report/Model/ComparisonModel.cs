namespace Ponder.Report;

/// <summary>All that a page of several runs shows, as plain values.</summary>
public sealed record ComparisonModel
{
    /// <summary>The page's title.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence under the title. May be null.</summary>
    public string? Subtitle { get; init; }

    /// <summary>One curve for each run, at least one.</summary>
    public required IReadOnlyList<ComparedCurve> Curves { get; init; }

    /// <summary>Tables beneath the curves.</summary>
    public IReadOnlyList<ComparisonTable> Tables { get; init; } = [];

    /// <summary>Sentences that say what was counted.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
