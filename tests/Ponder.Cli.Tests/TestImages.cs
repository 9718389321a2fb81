using System.Buffers.Binary;

namespace Ponder.Cli.Tests;

/// <summary>Image files made for tests.</summary>
internal static class TestImages
{
    /// <summary>An IDX file of bytes that count up.</summary>
    public static byte[] Idx(params int[] sizes)
    {
        int length = sizes.Aggregate(1, (product, size) => product * size);
        return [.. Header(0x08, sizes), .. Enumerable.Range(0, length).Select(i => (byte)i)];
    }

    /// <summary>An IDX file of floats, all one value.</summary>
    public static byte[] FloatIdx(float value, params int[] sizes)
    {
        int length = sizes.Aggregate(1, (product, size) => product * size);
        byte[] element = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleBigEndian(element, value);
        return [.. Header(0x0D, sizes), .. Enumerable.Repeat(element, length).SelectMany(bytes => bytes)];
    }

    /// <summary>A folder of two classes of BMP pictures, dark and light.</summary>
    public static string Folder(ScratchFolder folder, int perClass)
    {
        string path = folder.File("pictures");
        for (int i = 0; i < 2 * perClass; i++)
        {
            string name = i % 2 == 0 ? "dark" : "light";
            Directory.CreateDirectory(Path.Combine(path, name));
            File.WriteAllBytes(Path.Combine(path, name, $"{i}.bmp"), Bmp(side: 16, start: (i % 2 * 128) + (i / 2)));
        }

        return path;
    }

    private static byte[] Bmp(int side, int start)
    {
        const int HeaderLength = 54;
        byte[] file = new byte[HeaderLength + (side * side * 3)]; // a side of a multiple of 4 needs no padding
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in new[] { (2, file.Length), (10, HeaderLength), (14, 40), (18, side), (22, side), (26, 1 | (24 << 16)) })
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        for (int i = HeaderLength; i < file.Length; i++)
            file[i] = (byte)(start + (i % 16));
        return file;
    }

    /// <summary>A grey PGM file.</summary>
    public static byte[] Pgm(int width, int height) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"P5\n# grey\n{width} {height}\n255\n"), .. Enumerable.Repeat((byte)128, width * height)];

    private static byte[] Header(byte type, int[] sizes)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        (header[2], header[3]) = (type, (byte)sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        return header;
    }
}
