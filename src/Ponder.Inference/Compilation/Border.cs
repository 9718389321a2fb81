namespace Ponder.Inference.Compilation;

/// <summary>Zero pixels around an image: as wide as the widest reader's padding.</summary>
internal readonly record struct Border(int Top, int Left, int Bottom, int Right)
{
    public Border Widen(Border other) => new(
        Math.Max(Top, other.Top), Math.Max(Left, other.Left), Math.Max(Bottom, other.Bottom), Math.Max(Right, other.Right));
}
