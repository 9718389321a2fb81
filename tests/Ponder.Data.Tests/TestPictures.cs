using System.Buffers.Binary;
using SkiaSharp;

namespace Ponder.Data.Tests;

/// <summary>Picture files made for tests.</summary>
public static class TestPictures
{
    private const int HeaderLength = 54;

    /// <summary>A BMP file of 24 bits.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="color">Red, green and blue at a column and a row.</param>
    public static byte[] Bmp(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> color)
    {
        int line = ((width * 3) + 3) / 4 * 4;
        byte[] file = new byte[HeaderLength + (line * height)];
        "BM"u8.CopyTo(file);
        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        Write(2, file.Length);
        Write(10, HeaderLength);
        Write(14, 40);
        Write(18, width);
        Write(22, -height); // rows from the top
        Write(26, 1 | (24 << 16)); // planes, bits
        Write(34, line * height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = HeaderLength + (y * line) + (x * 3);
                (file[at + 2], file[at + 1], file[at]) = color(x, y);
            }
        }

        return file;
    }

    /// <summary>A BMP file of one gray.</summary>
    public static byte[] Gray(int width, int height, int value) => Bmp(width, height, (_, _) => ((byte)value, (byte)value, (byte)value));

    /// <summary>The header of a BMP file and nothing else.</summary>
    public static byte[] BmpHeader(int width, int height)
    {
        byte[] file = Bmp(1, 1, (_, _) => (0, 0, 0));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        return file;
    }

    /// <summary>What <see cref="Encode"/> makes of the red of a column.</summary>
    public static int Red(int column) => 2 * column;

    /// <summary>A smooth picture in a format: red grows to the right, green downwards.</summary>
    public static byte[] Encode(Format format, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new SKColor((byte)Red(x), (byte)(3 * y), 40));
        }

        using var data = bitmap.Encode(format switch { Format.Jpeg => SKEncodedImageFormat.Jpeg, Format.Png => SKEncodedImageFormat.Png, _ => SKEncodedImageFormat.Webp }, quality: 95);
        return data.ToArray();
    }

    /// <summary>A JPEG file with an Exif segment that says how it was held.</summary>
    public static byte[] WithExif(byte[] jpeg, bool isLittle, ushort orientation)
    {
        byte[] order = isLittle ? [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0] : [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1];
        byte low = (byte)orientation, high = (byte)(orientation >> 8);
        byte[] entry = isLittle
            ? [0x12, 0x01, 3, 0, 1, 0, 0, 0, low, high, 0, 0]
            : [0x01, 0x12, 0, 3, 0, 0, 0, 1, high, low, 0, 0];
        byte[] content = [.. "Exif\0\0"u8, .. order, .. entry, 0, 0, 0, 0]; // no further directory
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(content.Length + 2), .. content, .. jpeg[2..]];
    }

    /// <summary>File formats that can be made here.</summary>
    public enum Format
    {
        /// <summary>Lossy.</summary>
        Jpeg,

        /// <summary>Lossless.</summary>
        Png,

        /// <summary>Lossy.</summary>
        Webp,
    }
}
