namespace Ponder.Cli.Recipes;

/// <summary>How thresholds are chosen.</summary>
internal sealed record CalibrationStage
{
    /// <summary>What may be given away, a fraction; null when multiply-adds are limited instead.</summary>
    public double? MaxAccuracyDrop { get; init; }

    /// <summary>Multiply-adds of a sample on average; null when accuracy is limited instead.</summary>
    public double? MaxMacs { get; init; }

    /// <summary>The samples that choose. Default <c>calibration</c>.</summary>
    public string Split { get; init; } = "calibration";
}
