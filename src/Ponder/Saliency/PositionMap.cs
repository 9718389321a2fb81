namespace Ponder.Saliency;

/// <summary>One number for every position of an image or of a feature map.</summary>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Values">[H, W], row-major.</param>
public sealed record PositionMap(int Height, int Width, float[] Values)
{
    /// <summary>The mean of all positions.</summary>
    public double Mean => Values.Average(value => (double)value);

    /// <summary>The same in more positions: each takes the value of the one that it lies in.</summary>
    /// <param name="height">Rows wanted, at least <see cref="Height"/>.</param>
    /// <param name="width">Columns wanted, at least <see cref="Width"/>.</param>
    public PositionMap Enlarged(int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, Height);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, Width);
        float[] values = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                values[(y * width) + x] = Values[(y * Height / height * Width) + (x * Width / width)];
        }

        return new PositionMap(height, width, values);
    }
}
