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
