using System.Buffers.Binary;
using System.IO.Compression;
using CsCheck;
using Ponder.Report.Png;

namespace Ponder.Report.Tests;

public sealed class PngEncoderTests
{
    private const int HeaderEnd = 8 + 25; // signature, IHDR chunk

    [Fact]
    public void Of_EndChunk_IsTheKnownValue() => Assert.Equal(0xAE426082u, Crc32.Of("IEND"u8, []));

    [Fact]
    public void Encode_AnyPicture_UnpacksToItsPixels() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Bool.Select(isGray => isGray ? 1 : 3))
            .SelectMany(size => Gen.Byte.Array[size.Item1 * size.Item2 * size.Item3]
                .Select(pixels => Picture(size.Item1, size.Item2, size.Item3, pixels)))
            .Sample(picture => Assert.Equal(picture.Pixels, Decode(PngEncoder.Encode(picture), picture.Width * picture.Channels)));

    [Fact]
    public void Encode_RgbPicture_SaysSizeAndColour()
    {
        var file = PngEncoder.Encode(Picture(2, 1, 3, [1, 2, 3, 4, 5, 6]));

        Assert.Equal(2, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)));
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(20)));
        Assert.Equal([8, 2, 0, 0, 0], file[24..29]);
    }

    private static Picture Picture(int width, int height, int channels, byte[] pixels) =>
        new() { Width = width, Height = height, Channels = channels, Pixels = pixels, Prediction = "0", Confidence = 1 };

    private static byte[] Decode(byte[] file, int stride)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(HeaderEnd));
        using var zlib = new ZLibStream(new MemoryStream(file, HeaderEnd + 8, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        return [.. rows.ToArray().Chunk(stride + 1).SelectMany(row => row[1..])];
    }
}
