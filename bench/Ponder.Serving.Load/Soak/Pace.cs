namespace Ponder.Serving.Load.Soak;

/// <summary>How slowly bytes are written or read.</summary>
/// <param name="Bytes">How many at a time.</param>
/// <param name="Pause">How long between them.</param>
internal sealed record Pace(int Bytes, TimeSpan Pause)
{
    /// <summary>As fast as it goes.</summary>
    public static Pace Full { get; } = new(int.MaxValue, TimeSpan.Zero);
}
