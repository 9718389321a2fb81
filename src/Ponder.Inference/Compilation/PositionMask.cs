namespace Ponder.Inference.Compilation;

/// <summary>The positions that a gate lets through and those around them, for one sample after the other.</summary>
/// <param name="Index">Place in the workspace, 0-based.</param>
/// <param name="Condition">The gate's condition, [N, 1, H, W].</param>
/// <param name="Radius">How far around, diagonals included.</param>
internal sealed record PositionMask(int Index, TensorLayout Condition, int Radius)
{
    /// <summary>Positions of a sample.</summary>
    public int Length => Condition.Height * Condition.Width;
}
