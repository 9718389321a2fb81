namespace Ponder.Report.Graphs;

/// <summary>Where a node stands and how large it is, in pixels.</summary>
/// <param name="X">Its middle from the left.</param>
/// <param name="Y">Its middle from the top.</param>
/// <param name="Width">Of its outline.</param>
/// <param name="Height">Of its outline.</param>
internal readonly record struct NodeBox(double X, double Y, double Width, double Height)
{
    public const double Radius = 7;
    public const double CharacterWidth = 7.6; // estimated, not measured: a picture has no font until somebody opens it

    private const double RectangleHeight = 40;
    private const double DiamondHeight = 76;
    private const double DiamondStretch = 1.9; // the text of two lines fits into a diamond that is as much wider than it

    public double Left => X - (Width / 2);

    public double Right => X + (Width / 2);

    public double Top => Y - (Height / 2);

    public double Bottom => Y + (Height / 2);

    /// <summary>A box that a node's text fits into, placed nowhere yet.</summary>
    public static NodeBox Of(DrawnNode node)
    {
        var text = CharacterWidth * Math.Max(node.Name.Length, 5);
        return node.Shape switch
        {
            NodeShape.Circle => new(0, 0, 2 * Radius, 2 * Radius),
            NodeShape.Diamond => new(0, 0, DiamondStretch * text, DiamondHeight),
            _ => new(0, 0, text + 24, RectangleHeight),
        };
    }
}
