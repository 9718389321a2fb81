namespace Ponder.Halting;

/// <summary>Names that every model with halting units uses.</summary>
public static class HaltingConstants
{
    /// <summary>The output with the ponder cost of every pixel, summed over blocks: [N, 1, H, W], or [N, 1, 1, 1] where images halt.</summary>
    public const string PonderMap = "ponder_map";
}
