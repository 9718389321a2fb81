namespace Ponder.Data.Pictures;

/// <summary>What a model wants of pictures.</summary>
/// <param name="Channels">1 for gray, 3 for RGB.</param>
/// <param name="Height">Rows of its input.</param>
/// <param name="Width">Columns of its input.</param>
public sealed record PictureForm(int Channels, int Height, int Width)
{
    /// <summary>Short side that a picture gets before its center is cut out; null: the smallest that covers the input.</summary>
    public int? Size { get; init; }

    /// <summary>Length of the model's answer; null when it is not known.</summary>
    public int? Classes { get; init; }

    /// <summary>The model's class names by class index; empty when it has none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
