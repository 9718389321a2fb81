using StbImageSharp;

namespace Ponder.Cli.Predicting;

/// <summary>Reads a picture of exactly the model's size as bytes, [C, H, W].</summary>
internal static class PictureFile
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The model's [C, H, W].</param>
    /// <exception cref="CommandException">The file is no picture, or has another size.</exception>
    public static byte[] Read(string path, IReadOnlyList<int> shape)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var (pixels, height, width) = PortableGrayMap.IsOne(bytes) ? PortableGrayMap.Read(bytes, path, shape[0]) : Decode(bytes, path, shape[0]);
        if (height != shape[1] || width != shape[2])
            throw new CommandException($"{path}: expected a picture of {shape[2]} x {shape[1]} pixels, got {width} x {height}");
        return pixels;
    }

    private static (byte[] Pixels, int Height, int Width) Decode(byte[] bytes, string path, int channels)
    {
        var components = channels switch
        {
            1 => ColorComponents.Grey,
            3 => ColorComponents.RedGreenBlue,
            _ => throw new CommandException($"{path}: expected a model of 1 or 3 channels for pictures, got {channels}"),
        };
        try
        {
            var image = ImageResult.FromMemory(bytes, components);
            return (ToPlanes(image.Data, channels), image.Height, image.Width);
        }
        catch (Exception error) when (error is InvalidOperationException or IndexOutOfRangeException or EndOfStreamException)
        {
            // The decoder has no exception of its own; these three are what damaged files make it throw.
            throw new CommandException($"{path}: expected an IDX, PGM, PNG, JPEG or BMP file, got {bytes.Length} bytes that do not decode");
        }
    }

    // [H, W, C] to [C, H, W]
    private static byte[] ToPlanes(byte[] pixels, int channels)
    {
        int area = pixels.Length / channels;
        byte[] planes = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
            planes[(i % channels * area) + (i / channels)] = pixels[i];
        return planes;
    }
}
