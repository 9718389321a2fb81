using StbImageSharp;

namespace Ponder.Data.Pictures;

/// <summary>Reads JPEG, PNG and BMP pictures of any size in the form that a model wants.</summary>
/// <remarks>
/// Turned upright as Exif says; gray is repeated for a model of colors, colors become luma for a model of gray;
/// transparency is left out. Thread-safe.
/// </remarks>
public static class PictureReader
{
    private const int EndMarkerReach = 4096; // some cameras write a little behind the end
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".bmp"];

    /// <summary>Whether a file's name is that of a picture.</summary>
    public static bool IsPicture(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="form">What the model wants, of 1 or 3 channels.</param>
    /// <returns>Bytes, [C, H, W].</returns>
    /// <exception cref="DataFormatException">The file is damaged or no picture.</exception>
    public static byte[] Read(byte[] bytes, string path, PictureForm form)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(form);
        return PictureScaler.Fit(Decode(bytes, path, form.Channels).Upright(ExifOrientation.Of(bytes)), form);
    }

    private static Bitmap Decode(byte[] bytes, string path, int channels)
    {
        var components = channels switch
        {
            1 => ColorComponents.Grey,
            3 => ColorComponents.RedGreenBlue,
            _ => throw new DataFormatException(path, $"expected a model of 1 or 3 channels for pictures, got {channels}"),
        };
        if (IsCut(bytes))
            throw new DataFormatException(path, $"expected a whole JPEG file, got {bytes.Length} bytes without an end");
        try
        {
            var image = ImageResult.FromMemory(bytes, components);
            return new Bitmap(image.Data, channels, image.Height, image.Width);
        }
        catch (Exception error) when (error is InvalidOperationException or IndexOutOfRangeException or EndOfStreamException)
        {
            // The decoder has no exception of its own; these three are what damaged files make it throw.
            throw new DataFormatException(path, $"expected a JPEG, PNG or BMP picture, got {bytes.Length} bytes that do not decode", error);
        }
    }

    // The decoder fills what is missing of a JPEG with gray.
    private static bool IsCut(ReadOnlySpan<byte> bytes) => bytes.StartsWith<byte>([0xFF, 0xD8])
        && bytes[^Math.Min(bytes.Length, EndMarkerReach)..].LastIndexOf<byte>([0xFF, 0xD9]) < 0;
}
