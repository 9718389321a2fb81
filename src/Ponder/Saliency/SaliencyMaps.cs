namespace Ponder.Saliency;

/// <summary>Maps that know nothing of a network: what a ponder map has to be better than.</summary>
public static class SaliencyMaps
{
    private const double Reach = 3; // standard deviations: what lies farther weighs 0.3 % in all

    /// <summary>A Gaussian in the middle of the image, 1 there; as much wider than high as the image is.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="deviation">Its standard deviation as a fraction of the sides, above 0. An area under the curve does not depend on it.</param>
    public static PositionMap Center(int height, int width, double deviation)
    {
        float[] values = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double down = (((y + 0.5) / height) - 0.5) / deviation, right = (((x + 0.5) / width) - 0.5) / deviation;
                values[(y * width) + x] = (float)Math.Exp(-((down * down) + (right * right)) / 2);
            }
        }

        return new PositionMap(height, width, values);
    }

    /// <summary>How much the brightness changes at each pixel: the length of its gradient, by differences of the neighbors.</summary>
    /// <param name="pixels">[C, H, W]; C of 1, or 3 for red, green, blue.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static PositionMap Edges(ReadOnlySpan<byte> pixels, int height, int width)
    {
        float[] luma = Luma(pixels, height * width), values = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float right = luma[(y * width) + Math.Min(x + 1, width - 1)] - luma[(y * width) + Math.Max(x - 1, 0)];
                float down = luma[(Math.Min(y + 1, height - 1) * width) + x] - luma[(Math.Max(y - 1, 0) * width) + x];
                values[(y * width) + x] = MathF.Sqrt((right * right) + (down * down));
            }
        }

        return new PositionMap(height, width, values);
    }

    /// <summary>A map blurred by a Gaussian. At the border only what lies in the map counts.</summary>
    /// <param name="map">The map.</param>
    /// <param name="deviation">Standard deviation in positions, above 0.</param>
    public static PositionMap Blurred(PositionMap map, double deviation)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        float[] rows = Blurred(map.Values, map.Height, map.Width, deviation); // [W, H]: transposed
        return map with { Values = Blurred(rows, map.Width, map.Height, deviation) };
    }

    /// <summary>The product of two maps of one size.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static PositionMap Product(PositionMap first, PositionMap second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return (first.Height, first.Width) == (second.Height, second.Width)
            ? first with { Values = [.. first.Values.Zip(second.Values, (a, b) => a * b)] }
            : throw new ArgumentException($"maps: expected {first.Height} x {first.Width}, got {second.Height} x {second.Width}", nameof(second));
    }

    // Along the rows of [H, W]; the result is [W, H], so that twice is both ways.
    private static float[] Blurred(float[] values, int height, int width, double deviation)
    {
        int radius = (int)Math.Ceiling(Reach * deviation);
        double[] weights = [.. Enumerable.Range(0, radius + 1).Select(distance => Math.Exp(-0.5 * distance * distance / (deviation * deviation)))];
        float[] result = new float[values.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double sum = 0, weight = 0;
                for (int from = Math.Max(0, x - radius); from <= Math.Min(width - 1, x + radius); from++)
                {
                    sum += values[(y * width) + from] * weights[Math.Abs(from - x)];
                    weight += weights[Math.Abs(from - x)];
                }

                result[(x * height) + y] = (float)(sum / weight);
            }
        }

        return result;
    }

    // The weights of JPEG's luma (ITU-R BT.601).
    private static float[] Luma(ReadOnlySpan<byte> pixels, int area)
    {
        float[] luma = new float[area];
        for (int i = 0; i < area; i++)
            luma[i] = pixels.Length == area ? pixels[i] : (0.299f * pixels[i]) + (0.587f * pixels[area + i]) + (0.114f * pixels[(2 * area) + i]);
        return luma;
    }
}
