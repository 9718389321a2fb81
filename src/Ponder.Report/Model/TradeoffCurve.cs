namespace Ponder.Report;

/// <summary>Accuracy against multiply-adds; all of it measured on one split.</summary>
public sealed record TradeoffCurve
{
    /// <summary>The split that it was measured on, such as <c>test</c>.</summary>
    public required string Split { get; init; }

    /// <summary>The adaptive model under thresholds from loose to strict, by ascending multiply-adds.</summary>
    public required IReadOnlyList<CurvePoint> Adaptive { get; init; }

    /// <summary>The oracle, which leaves at the earliest correct exit, or takes the cheapest correct path: a point or a line. May be empty.</summary>
    public IReadOnlyList<CurvePoint> Oracle { get; init; } = [];

    /// <summary>Exits or paths taken at random with the same shares, by ascending multiply-adds. May be empty.</summary>
    public IReadOnlyList<CurvePoint> RandomExit { get; init; } = [];

    /// <summary>The cheapest path of a control graph, and the dearest beside it where the first is unsure, along a threshold. May be empty.</summary>
    public IReadOnlyList<CurvePoint> EntropyRouting { get; init; } = [];

    /// <summary>What the vertical axis shows. Default <c>accuracy</c>.</summary>
    public string Score { get; init; } = "accuracy";

    /// <summary>How the points came about; null for thresholds swept from loose to strict.</summary>
    public string? Caption { get; init; }

    /// <summary>Every exit alone, the static model, and the thresholds chosen.</summary>
    public IReadOnlyList<CurveMark> Marks { get; init; } = [];
}
