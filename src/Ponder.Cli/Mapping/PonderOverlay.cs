using Ponder.Data.Pictures;
using Ponder.Saliency;

namespace Ponder.Cli.Mapping;

/// <summary>An image, and the colors of its ponder costs over it.</summary>
internal static class PonderOverlay
{
    private const double Strength = 0.65; // of colors over gray

    /// <summary>An image as the model saw it.</summary>
    /// <param name="pixels">[C, H, W].</param>
    /// <param name="form">Its sizes.</param>
    public static Canvas Image(ReadOnlySpan<byte> pixels, PictureForm form)
    {
        var picture = new Canvas(form.Width, form.Height);
        int plane = form.Width * form.Height;
        for (int i = 0; i < picture.Pixels.Length; i++)
            picture.Pixels[i] = pixels[(i % 3 % form.Channels * plane) + (i / 3)];
        return picture;
    }

    /// <summary>The image in gray under the colors of a map.</summary>
    public static Canvas Draw(Canvas image, PositionMap map, CostScale scale)
    {
        var result = new Canvas(image.Width, image.Height);
        float[] costs = map.Enlarged(image.Height, image.Width).Values;
        for (int i = 0; i < costs.Length; i++)
        {
            var under = image.Pixels.AsSpan(3 * i, 3);
            byte gray = (byte)((under[0] + under[1] + under[2]) / 3);
            var (red, green, blue) = ColorMap.At(scale.Fraction(costs[i]));
            var over = result.Pixels.AsSpan(3 * i, 3);
            (over[0], over[1], over[2]) = (ColorMap.Between(gray, red, Strength), ColorMap.Between(gray, green, Strength), ColorMap.Between(gray, blue, Strength));
        }

        return result;
    }
}
