namespace Ponder.Graph;

/// <summary>For each place along a resized axis, what it is made of: one place of the source, or two that are mixed.</summary>
/// <param name="First">The first place of the source, 0-based.</param>
/// <param name="Second">The second place of the source.</param>
/// <param name="Share">The second's share, in [0, 1); zero where the first is taken as it is.</param>
public sealed record ResizeAxis(IReadOnlyList<int> First, IReadOnlyList<int> Second, IReadOnlyList<float> Share)
{
    /// <summary>Size of the resized axis.</summary>
    public int Count => First.Count;

    /// <summary>Takes the nearest place for each coordinate.</summary>
    internal static ResizeAxis Nearest(float[] coordinates, string mode, int length)
    {
        int[] places = Array.ConvertAll(coordinates, at => Math.Clamp((int)Round(at, mode), 0, length - 1));
        return new ResizeAxis(places, places, new float[places.Length]);
    }

    /// <summary>Mixes the places before and behind each coordinate; outside, the last place goes on.</summary>
    internal static ResizeAxis Linear(float[] coordinates, int length)
    {
        int[] before = Array.ConvertAll(coordinates, at => Math.Clamp((int)MathF.Floor(at), 0, length - 1));
        int[] behind = Array.ConvertAll(coordinates, at => Math.Clamp((int)MathF.Floor(at) + 1, 0, length - 1));
        return new ResizeAxis(before, behind, Array.ConvertAll(coordinates, at => at - MathF.Floor(at)));
    }

    private static float Round(float at, string mode) => mode switch
    {
        "floor" => MathF.Floor(at),
        "ceil" => MathF.Ceiling(at),
        "round_prefer_ceil" => MathF.Floor(at + 0.5f),
        _ => MathF.Ceiling(at - 0.5f),
    };
}
