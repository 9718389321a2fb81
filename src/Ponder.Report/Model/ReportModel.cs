namespace Ponder.Report;

/// <summary>All that the report page shows, as plain values: what <c>report.json</c> of a run holds.</summary>
/// <remarks>
/// A part that is null or empty leaves its section out of the page. Accuracies and shares are fractions.
/// </remarks>
public sealed record ReportModel
{
    /// <summary>The version of this schema that the code writes and reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Version of the schema; default <see cref="CurrentSchema"/>.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The page's title, such as <c>B-LeNet on MNIST</c>.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence under the title: the network, its exits, its data. May be null.</summary>
    public string? Subtitle { get; init; }

    /// <summary>When the numbers were measured. May be null.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>The numbers that a reader should remember.</summary>
    public required Headline Headline { get; init; }

    /// <summary>Rows of the results table as shown; neighbours of equal batch and threads share a heading.</summary>
    public IReadOnlyList<ResultRow> Results { get; init; } = [];

    /// <summary>The exits from first to last; their shares sum to 1.</summary>
    public IReadOnlyList<ExitSummary> Exits { get; init; } = [];

    /// <summary>Accuracy of every class before and with exits; empty where nothing was before.</summary>
    public IReadOnlyList<ClassSummary> Classes { get; init; } = [];

    /// <summary>Accuracy against multiply-adds. May be null.</summary>
    public TradeoffCurve? Tradeoff { get; init; }

    /// <summary>Measured latencies, one series per variant, drawn beneath each other on one axis.</summary>
    public IReadOnlyList<LatencySeries> Latencies { get; init; } = [];

    /// <summary>Training metrics; series of the same panel share one plot.</summary>
    public IReadOnlyList<TrainingSeries> Training { get; init; } = [];

    /// <summary>Groups of classified pictures: those that left early, those that went on.</summary>
    public IReadOnlyList<PictureGroup> Pictures { get; init; } = [];

    /// <summary>Thresholds and what calibration promised. May be null.</summary>
    public PlanSummary? Plan { get; init; }

    /// <summary>Which split of the data served for what.</summary>
    public IReadOnlyList<SplitUse> Splits { get; init; } = [];

    /// <summary>Where and with what it was measured. May be null.</summary>
    public MachineSummary? Machine { get; init; }

    /// <summary>Sentences that say what was counted and what the numbers do not show.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
