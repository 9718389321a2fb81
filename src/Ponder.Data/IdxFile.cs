using System.Buffers.Binary;
using System.IO.Compression;

namespace Ponder.Data;

/// <summary>Reads the IDX format of MNIST: a magic number, big-endian sizes, bytes. Plain or with gzip.</summary>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;
    private const int LargestRank = 4;

    /// <summary>Reads images, [count, H, W] bytes, and their labels.</summary>
    /// <exception cref="DataFormatException">A file is no IDX file of the right rank, truncated, or the counts differ.</exception>
    public static ImageSet ReadImages(string imagesPath, string labelsPath)
    {
        var (imageSizes, pixels) = Read(imagesPath, rank: 3);
        var (labelSizes, labels) = Read(labelsPath, rank: 1);
        return imageSizes[0] == labelSizes[0]
            ? new ImageSet(pixels, labels, 1, imageSizes[1], imageSizes[2])
            : throw new DataFormatException(labelsPath, $"expected {imageSizes[0]} labels, got {labelSizes[0]}");
    }

    /// <summary>Reads an array of bytes.</summary>
    /// <param name="path">A file; a name that ends in .gz is decompressed.</param>
    /// <param name="rank">How many dimensions it must have.</param>
    /// <exception cref="DataFormatException">The file is no IDX file of this rank, or truncated.</exception>
    public static (int[] Sizes, byte[] Data) Read(string path, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, LargestRank);
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            Span<byte> header = stackalloc byte[4 + (4 * LargestRank)];
            header = header[..(4 + (4 * rank))];
            stream.ReadExactly(header);
            if (header[0] != 0 || header[1] != 0 || header[2] != UnsignedByte || header[3] != rank)
                throw new DataFormatException(path, $"expected IDX bytes of {rank} dimensions, got magic {Convert.ToHexString(header[..4])}");
            return ReadBody(path, stream, header[4..], rank);
        }
        catch (EndOfStreamException error)
        {
            throw new DataFormatException(path, "expected more bytes, the file is truncated", error);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(path, "expected gzip data, got something else", error);
        }
    }

    private static (int[] Sizes, byte[] Data) ReadBody(string path, Stream stream, ReadOnlySpan<byte> header, int rank)
    {
        int[] sizes = new int[rank];
        long length = 1;
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(header[(4 * i)..]);
            if (sizes[i] < 1 || (length *= sizes[i]) > Array.MaxLength)
                throw new DataFormatException(path, "expected sizes above zero that fit into memory");
        }

        // Grown as it is read: a header that lies cannot make us allocate what the file does not hold.
        using var data = new MemoryStream();
        var body = new byte[1 << 16];
        while (data.Length < length)
        {
            int read = stream.Read(body, 0, (int)Math.Min(body.Length, length - data.Length));
            if (read == 0)
                throw new DataFormatException(path, $"expected {length} bytes for [{string.Join(", ", sizes)}], got {data.Length}");
            data.Write(body, 0, read);
        }

        return (sizes, data.ToArray());
    }
}
