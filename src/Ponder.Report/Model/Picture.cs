namespace Ponder.Report;

/// <summary>One input as an image, with what the model said of it.</summary>
public sealed record Picture
{
    /// <summary>Width in pixels, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>1 for gray, 3 for red, green, blue.</summary>
    public required int Channels { get; init; }

    /// <summary>Rows from the top, [H, W, C], 0..255. Base64 in JSON.</summary>
    public required byte[] Pixels { get; init; }

    /// <summary>The true class. Null when it is not known; the picture then never counts as a mistake.</summary>
    public string? Label { get; init; }

    /// <summary>The class that the model answered.</summary>
    public required string Prediction { get; init; }

    /// <summary>Largest probability of the answer, in [0, 1].</summary>
    public required double Confidence { get; init; }

    /// <summary>Where it left: the exit's name, or for a halting network its cost. May be null.</summary>
    public string? Exit { get; init; }

    internal bool IsMistake => Label is not null && Label != Prediction;
}
