namespace Ponder.Report;

/// <summary>The numbers that a reader should remember; a null is left out.</summary>
public sealed record Headline
{
    /// <summary>Accuracy of the adaptive model, a fraction.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Accuracy of the static model that it is compared with, a fraction.</summary>
    public double? StaticAccuracy { get; init; }

    /// <summary>Mean time of the faster static model over that of the adaptive one; above 1 is faster.</summary>
    public double? SpeedUp { get; init; }

    /// <summary>What the speed-up compares, such as <c>batch 1, 1 thread, against ONNX Runtime</c>.</summary>
    public string? SpeedUpSetting { get; init; }

    /// <summary>Share of the samples that did not go the whole way, a fraction.</summary>
    public double? EarlyShare { get; init; }

    /// <summary>Mean multiply-adds per sample of the adaptive model.</summary>
    public double? Macs { get; init; }

    /// <summary>Multiply-adds per sample of the static model.</summary>
    public double? StaticMacs { get; init; }
}
