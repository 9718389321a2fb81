namespace Ponder.Data.Pictures;

/// <summary>The pixels of a line that make one pixel of its scaled center.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Weights">Their weights, of sum 1.</param>
internal sealed record ScalerTaps(int Start, float[] Weights)
{
    /// <summary>Taps for each pixel of the center.</summary>
    /// <param name="source">Pixels of the line.</param>
    /// <param name="target">Pixels of its center, at most <paramref name="source"/> * <paramref name="scale"/>.</param>
    /// <param name="scale">Target pixels per source pixel.</param>
    public static ScalerTaps[] Of(int source, int target, double scale)
    {
        double reach = Math.Max(1, 1 / scale);
        return [.. Centers(source, target, scale).Select(center => At(center, reach, source))];
    }

    /// <summary>Where the middle of each pixel of the center lies on the line: 0.5 is that of its first pixel.</summary>
    public static double[] Centers(int source, int target, double scale)
    {
        double start = (source - (target / scale)) / 2;
        return [.. Enumerable.Range(0, target).Select(i => start + ((i + 0.5) / scale))];
    }

    private static ScalerTaps At(double center, double reach, int source)
    {
        int first = Math.Clamp((int)Math.Floor(center - reach), 0, source - 1);
        int end = Math.Clamp((int)Math.Ceiling(center + reach), first + 1, source);
        double[] weights = [.. Enumerable.Range(first, end - first).Select(i => Math.Max(0, 1 - (Math.Abs(i + 0.5 - center) / reach)))];
        double sum = weights.Sum();
        return new ScalerTaps(first, [.. weights.Select(weight => (float)(weight / sum))]);
    }
}
