using System.Runtime.InteropServices;
using SkiaSharp;

namespace Ponder.Data.Pictures;

/// <summary>Reads JPEG, PNG, BMP and WebP pictures of any size in the form that a model wants.</summary>
/// <remarks>
/// Turned upright as Exif says; gray is repeated for a model of colors, colors become luma for a model of gray;
/// transparency is left out. Thread-safe.
/// </remarks>
public static class PictureReader
{
    /// <summary>Pixels that a picture may have, however it is read: 1 GiB decoded. What is larger was made to exhaust memory.</summary>
    public const int MostPixels = 1 << 28;

    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".bmp", ".webp"];

    /// <summary>Whether a file's name is that of a picture.</summary>
    public static bool IsPicture(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a file begins as one of those formats does, whatever it is called.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xD8, 0xFF, ..] => true, // JPEG
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => true,
        [(byte)'B', (byte)'M', ..] => true,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => true,
        _ => false,
    };

    /// <summary>Reads a picture.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="form">What the model wants, of 1 or 3 channels.</param>
    /// <param name="maxPixels">Pixels that it may have, 1 to <see cref="MostPixels"/>; one with more is refused before it is decoded.</param>
    /// <returns>Bytes, [C, H, W].</returns>
    /// <exception cref="DataFormatException">The file is damaged, too large or no picture.</exception>
    public static byte[] Read(byte[] bytes, string path, PictureForm form, int maxPixels = MostPixels)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(form);
        if (form.Channels is not (1 or 3))
            throw new DataFormatException(path, $"expected a model of 1 or 3 channels for pictures, got {form.Channels}");
        return PictureScaler.Fit(Decode(bytes, path, form.Channels, maxPixels), form);
    }

    /// <summary>Reads how large a picture is, turned upright.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">The file is no picture.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static (int Height, int Width) ReadSize(string path)
    {
        using var stream = File.OpenRead(path);
        long length = stream.Length; // the codec may close it
        using var codec = SKCodec.Create(stream)
            ?? throw new DataFormatException(path, $"expected a JPEG, PNG, BMP or WebP picture, got {length} bytes that do not decode");
        bool isTurned = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop; // rows are stored as columns
        return isTurned ? (codec.Info.Width, codec.Info.Height) : (codec.Info.Height, codec.Info.Width);
    }

    private static Bitmap Decode(byte[] bytes, string path, int channels, int maxPixels)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data)
            ?? throw new DataFormatException(path, $"expected a JPEG, PNG, BMP or WebP picture, got {bytes.Length} bytes that do not decode");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > maxPixels)
            throw new DataFormatException(path, $"expected a picture of at most {maxPixels:N0} pixels, got {width} x {height}");
        byte[] colors = new byte[width * height * 4];
        var handle = GCHandle.Alloc(colors, GCHandleType.Pinned);
        try
        {
            var outcome = codec.GetPixels(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), handle.AddrOfPinnedObject());
            if (outcome != SKCodecResult.Success)
                throw new DataFormatException(path, $"expected a whole picture, got {bytes.Length} bytes that do not decode ({outcome})");
        }
        finally
        {
            handle.Free();
        }

        var picture = new Bitmap(channels == 1 ? Luma(colors) : WithoutAlpha(colors), channels, height, width);
        return picture.Upright((int)codec.EncodedOrigin); // numbered as in the Exif standard
    }

    private static byte[] WithoutAlpha(ReadOnlySpan<byte> colors)
    {
        byte[] pixels = new byte[colors.Length / 4 * 3];
        for (int i = 0, at = 0; at < pixels.Length; i += 4, at += 3)
            (pixels[at], pixels[at + 1], pixels[at + 2]) = (colors[i], colors[i + 1], colors[i + 2]);
        return pixels;
    }

    // The weights of JPEG's luma (ITU-R BT.601), of 256.
    private static byte[] Luma(ReadOnlySpan<byte> colors)
    {
        byte[] pixels = new byte[colors.Length / 4];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(((77 * colors[4 * i]) + (150 * colors[(4 * i) + 1]) + (29 * colors[(4 * i) + 2]) + 128) >> 8);
        return pixels;
    }
}
