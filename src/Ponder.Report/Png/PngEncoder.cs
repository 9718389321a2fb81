using System.Buffers.Binary;
using System.IO.Compression;

namespace Ponder.Report.Png;

/// <summary>Writes 8-bit gray and RGB images as PNG (ISO/IEC 15948), for data URIs.</summary>
internal static class PngEncoder
{
    private const byte Gray = 0;
    private const byte Rgb = 2;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The picture's file.</summary>
    public static byte[] Encode(Picture picture)
    {
        Span<byte> header = stackalloc byte[13];
        header.Clear(); // deflate, adaptive filters, no interlace: all 0
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], picture.Height);
        header[8] = 8; // bits per channel
        header[9] = picture.Channels == 1 ? Gray : Rgb;

        using var file = new MemoryStream();
        file.Write(Signature);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(picture));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(Picture picture)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize))
        {
            var stride = picture.Width * picture.Channels;
            for (var row = 0; row < picture.Height; row++)
            {
                zlib.WriteByte(0); // this row unfiltered: thumbnails gain little from filters
                zlib.Write(picture.Pixels, row * stride, stride);
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
