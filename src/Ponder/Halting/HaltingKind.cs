namespace Ponder.Halting;

/// <summary>What halts.</summary>
public enum HaltingKind
{
    /// <summary>Whole images: adaptive computation time, scores [N, 1, 1, 1].</summary>
    Image,

    /// <summary>Every position of a feature map by itself: spatially adaptive computation time, scores [N, 1, H, W].</summary>
    Position,
}
