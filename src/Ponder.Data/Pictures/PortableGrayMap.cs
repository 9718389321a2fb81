using System.Text;
using System.Text.RegularExpressions;

namespace Ponder.Data.Pictures;

/// <summary>Binary PGM files (P5) of up to 255 grey levels.</summary>
public static partial class PortableGrayMap
{
    private const int MaxHeader = 1024;

    /// <summary>Whether a file's bytes are those of such a file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("P5"u8);

    /// <summary>Reads one; a model of several channels gets the same grey in each.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="channels">Of the model, at least 1.</param>
    /// <returns>Bytes, [C, H, W], and their sizes.</returns>
    /// <exception cref="DataFormatException">The header or the length is wrong.</exception>
    public static (byte[] Pixels, int Height, int Width) Read(byte[] bytes, string path, int channels)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var header = Header().Match(Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, MaxHeader)));
        if (!header.Success || !int.TryParse(header.Groups["width"].ValueSpan, out int width) || !int.TryParse(header.Groups["height"].ValueSpan, out int height)
            || !int.TryParse(header.Groups["levels"].ValueSpan, out int levels) || levels is < 1 or > 255)
        {
            throw new DataFormatException(path, "expected a PGM header of width, height and at most 255 levels, got another");
        }

        var pixels = bytes.AsSpan(header.Length);
        if (pixels.Length != (long)width * height)
            throw new DataFormatException(path, $"expected {(long)width * height} pixels, got {pixels.Length}");
        byte[] planes = new byte[pixels.Length * channels];
        for (int i = 0; i < planes.Length; i++)
            planes[i] = (byte)(Math.Min(pixels[i % pixels.Length], levels) * 255 / levels);
        return (planes, height, width);
    }

    [GeneratedRegex(@"^P5(\s|#[^\n]*\n)+(?<width>\d+)(\s|#[^\n]*\n)+(?<height>\d+)(\s|#[^\n]*\n)+(?<levels>\d+)\s", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();
}
