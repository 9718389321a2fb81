namespace Ponder.Data.Pictures;

/// <summary>A decoded picture.</summary>
/// <param name="Pixels">Bytes, [H, W, C].</param>
/// <param name="Channels">1 for gray, 3 for RGB.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal sealed record Bitmap(byte[] Pixels, int Channels, int Height, int Width)
{
    /// <summary>The picture as it was seen, from how it was stored.</summary>
    /// <param name="orientation">1 to 8 as in the Exif standard.</param>
    public Bitmap Upright(int orientation)
    {
        if (orientation == 1)
            return this;
        bool isTurned = orientation >= 5; // rows are stored as columns
        int height = isTurned ? Width : Height, width = isTurned ? Height : Width;
        byte[] pixels = new byte[Pixels.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var (row, column) = orientation switch
                {
                    2 => (y, width - 1 - x),
                    3 => (height - 1 - y, width - 1 - x),
                    4 => (height - 1 - y, x),
                    5 => (x, y),
                    6 => (width - 1 - x, y),
                    7 => (width - 1 - x, height - 1 - y),
                    _ => (x, height - 1 - y),
                };
                Pixels.AsSpan(((row * Width) + column) * Channels, Channels).CopyTo(pixels.AsSpan(((y * width) + x) * Channels));
            }
        }

        return new Bitmap(pixels, Channels, height, width);
    }
}
