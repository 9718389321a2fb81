using System.Buffers.Binary;
using System.IO.Compression;

namespace Ponder.Report.Png;

/// <summary>Writes 8-bit gray and RGB images as PNG (ISO/IEC 15948).</summary>
public static class PngEncoder
{
    private const byte Gray = 0;
    private const byte Rgb = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The file of a picture.</summary>
    /// <param name="pixels">Rows from the top, [H, W, C].</param>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="channels">1 for gray, 3 for red, green, blue.</param>
    /// <exception cref="ArgumentException">There are more or fewer pixels.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        if (channels is not (1 or 3) || width < 1 || height < 1 || pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"pixels: expected {height} x {width} of 1 or 3 channels, got {pixels.Length} of {channels}", nameof(pixels));
        Span<byte> header = stackalloc byte[13];
        header.Clear(); // deflate, adaptive filters, no interlace: all 0
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits per channel
        header[9] = channels == 1 ? Gray : Rgb;

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, width * channels));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    internal static byte[] Encode(Picture picture) => Encode(picture.Pixels, picture.Width, picture.Height, picture.Channels);

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize))
        {
            for (var start = 0; start < pixels.Length; start += stride)
            {
                zlib.WriteByte(0); // this row unfiltered: thumbnails gain little from filters
                zlib.Write(pixels.Slice(start, stride));
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(type, data));
        file.Write(number);
    }
}
