namespace Ponder.Benchmarks;

/// <summary>Random maps of which a given share of positions is active: those below one half.</summary>
internal static class MaskField
{
    private const int Sharpness = 8; // a blob is about an eighth of the map wide
    private const int Rounds = 3; // three box filters are nearly a Gaussian

    /// <summary>Every position by itself.</summary>
    /// <param name="size">Height and width.</param>
    /// <param name="share">Of active positions.</param>
    /// <param name="random">Where it comes from.</param>
    public static float[] Independent(int size, double share, Random random) => Ranked([.. Enumerable.Range(0, size * size).Select(_ => random.NextSingle())], share);

    /// <summary>Blobs: a smoothed field of noise, cut at a level.</summary>
    /// <inheritdoc cref="Independent"/>
    public static float[] Smooth(int size, double share, Random random)
    {
        float[] field = [.. Enumerable.Range(0, size * size).Select(_ => random.NextSingle())];
        for (int round = 0; round < Rounds; round++)
            field = Blurred(field, size, Math.Max(1, size / Sharpness));
        return Ranked(field, share);
    }

    /// <summary>Share of positions that are active or touch an active one.</summary>
    public static double Widened(float[] field, int size) => Enumerable.Range(0, size * size).Average(position =>
        Around(position, size, 1).Any(near => field[near] < 0.5f) ? 1.0 : 0);

    private static float[] Ranked(float[] field, double share)
    {
        float[] result = new float[field.Length];
        int[] order = [.. Enumerable.Range(0, field.Length).OrderBy(position => field[position])];
        for (int rank = (int)Math.Round(share * field.Length); rank < field.Length; rank++)
            result[order[rank]] = 1;
        return result;
    }

    private static float[] Blurred(float[] field, int size, int radius) =>
        [.. Enumerable.Range(0, field.Length).Select(position => Around(position, size, radius).Average(near => field[near]))];

    private static IEnumerable<int> Around(int position, int size, int radius)
    {
        int y = position / size, x = position % size;
        return from line in Enumerable.Range(y - radius, (2 * radius) + 1)
               from column in Enumerable.Range(x - radius, (2 * radius) + 1)
               where line >= 0 && line < size && column >= 0 && column < size
               select (line * size) + column;
    }
}
