namespace Ponder.Report;

/// <summary>Accuracy against multiply-adds; all of it measured on one split.</summary>
public sealed record TradeoffCurve
{
    /// <summary>The split that it was measured on, such as <c>test</c>.</summary>
    public required string Split { get; init; }

    /// <summary>The adaptive model under thresholds from loose to strict, by ascending multiply-adds.</summary>
    public required IReadOnlyList<CurvePoint> Adaptive { get; init; }

    /// <summary>The oracle, which leaves at the earliest correct exit: a point, or a line where its cost was swept. May be empty.</summary>
    public IReadOnlyList<CurvePoint> Oracle { get; init; } = [];

    /// <summary>Exits taken at random with the same shares, by ascending multiply-adds. May be empty.</summary>
    public IReadOnlyList<CurvePoint> RandomExit { get; init; } = [];

    /// <summary>Every exit alone, the static model, and the thresholds chosen.</summary>
    public IReadOnlyList<CurveMark> Marks { get; init; } = [];
}
