using Ponder.Report.Png;

namespace Ponder.Cli.Mapping;

/// <summary>A picture to draw on; white at first. What lies outside it is not drawn.</summary>
internal sealed class Canvas
{
    private const int Channels = 3;

    public Canvas(int width, int height)
    {
        (Width, Height, Pixels) = (width, height, new byte[width * height * Channels]);
        Array.Fill(Pixels, byte.MaxValue);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>[H, W, 3].</summary>
    public byte[] Pixels { get; }

    public void Fill(int left, int top, int width, int height, (byte Red, byte Green, byte Blue) color)
    {
        for (int y = Math.Max(top, 0); y < Math.Min(top + height, Height); y++)
        {
            for (int x = Math.Max(left, 0); x < Math.Min(left + width, Width); x++)
                (Pixels[At(x, y)], Pixels[At(x, y) + 1], Pixels[At(x, y) + 2]) = color;
        }
    }

    /// <summary>Copies a picture, every pixel as a square.</summary>
    public void Draw(Canvas picture, int left, int top, int scale = 1)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
                Fill(left + (x * scale), top + (y * scale), scale, scale, picture.Pixel(x, y));
        }
    }

    /// <summary>Writes one line; what does not fit in a width ends in dots.</summary>
    public void Write(string text, int left, int top, int width, int scale)
    {
        int fits = Math.Max(width / (PixelFont.Advance * scale), 0);
        if (text.Length > fits)
            text = text[..Math.Max(fits - 2, 0)] + "..";
        foreach (char letter in text)
        {
            foreach (var (column, row) in PixelFont.DotsOf(letter))
                Fill(left + (column * scale), top + (row * scale), scale, scale, (0, 0, 0));
            left += PixelFont.Advance * scale;
        }
    }

    /// <summary>The picture in another size: the mean of the pixels that lie in each, at least of one.</summary>
    public Canvas Resized(int width, int height)
    {
        var result = new Canvas(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                result.Fill(x, y, 1, 1, Mean(x * Width / width, (x + 1) * Width / width, y * Height / height, (y + 1) * Height / height));
        }

        return result;
    }

    public (byte Red, byte Green, byte Blue) Pixel(int x, int y) => (Pixels[At(x, y)], Pixels[At(x, y) + 1], Pixels[At(x, y) + 2]);

    public byte[] ToPng() => PngEncoder.Encode(Pixels, Width, Height, Channels);

    private int At(int x, int y) => ((y * Width) + x) * Channels;

    private (byte Red, byte Green, byte Blue) Mean(int left, int right, int top, int bottom)
    {
        var (red, green, blue, count) = (0, 0, 0, 0);
        for (int y = top; y < Math.Max(bottom, top + 1); y++)
        {
            for (int x = left; x < Math.Max(right, left + 1); x++)
            {
                var pixel = Pixel(x, y);
                (red, green, blue, count) = (red + pixel.Red, green + pixel.Green, blue + pixel.Blue, count + 1);
            }
        }

        return ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }
}
