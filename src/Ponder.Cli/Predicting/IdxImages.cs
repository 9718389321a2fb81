using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Ponder.Cli.Predicting;

/// <summary>The images of an IDX file, plain or gzipped: bytes (type 0x08) or big-endian floats (type 0x0D).</summary>
internal sealed class IdxImages
{
    private const byte ByteType = 0x08;
    private const byte FloatType = 0x0D;

    private readonly byte[] _data;
    private readonly int _length;
    private readonly bool _isFloat;

    private IdxImages(byte[] data, int count, int length, bool isFloat) =>
        (_data, Count, _length, _isFloat) = (data, count, length, isFloat);

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Whether a file begins as IDX files do, or as a gzipped one.</summary>
    public static bool IsIdx(string path)
    {
        using var stream = File.OpenRead(path);
        Span<byte> start = stackalloc byte[4];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read == start.Length && (start is [0, 0, ByteType or FloatType, >= 1] || start is [0x1F, 0x8B, ..]);
    }

    /// <summary>Reads a file whose images must have a model's shape.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">[C, H, W]; with one channel the file may leave it out.</param>
    /// <exception cref="CommandException">The file is damaged, or its images have another shape.</exception>
    public static IdxImages Load(string path, IReadOnlyList<int> shape)
    {
        using var file = File.OpenRead(path);
        int first = file.ReadByte();
        file.Position = 0;
        using Stream stream = first == 0x1F ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            return Read(stream, path, shape);
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidDataException)
        {
            throw new CommandException($"{path}: expected a whole IDX file, got a truncated or damaged one");
        }
    }

    /// <summary>The bytes of one image; empty for a file of floats.</summary>
    public ReadOnlySpan<byte> Pixels(int index) => _isFloat ? [] : _data.AsSpan(index * _length, _length);

    /// <summary>The floats of one image; null for a file of bytes.</summary>
    public float[]? Floats(int index)
    {
        if (!_isFloat)
            return null;
        float[] values = new float[_length];
        var bits = MemoryMarshal.Cast<byte, int>(_data.AsSpan(index * _length * sizeof(float), _length * sizeof(float)));
        for (int i = 0; i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReverseEndianness(bits[i]));
        return values;
    }

    private static IdxImages Read(Stream stream, string path, IReadOnlyList<int> shape)
    {
        Span<byte> magic = stackalloc byte[4];
        stream.ReadExactly(magic);
        if (magic is not [0, 0, ByteType or FloatType, >= 1 and <= 4])
            throw new CommandException($"{path}: expected an IDX file of bytes or floats, got one that begins with {Convert.ToHexString(magic)}");
        int[] sizes = new int[magic[3]];
        Span<byte> size = stackalloc byte[4];
        for (int i = 0; i < sizes.Length; i++)
        {
            stream.ReadExactly(size);
            sizes[i] = BinaryPrimitives.ReadInt32BigEndian(size);
        }

        bool fits = sizes.Length > 1 && (sizes[1..].SequenceEqual(shape) || (shape[0] == 1 && sizes[1..].SequenceEqual(shape.Skip(1))));
        if (!fits || sizes[0] < 1)
            throw new CommandException($"{path}: expected images [N, {string.Join(", ", shape)}], got [{string.Join(", ", sizes)}]");
        bool isFloat = magic[2] == FloatType;
        int length = shape.Aggregate((product, dimension) => product * dimension);
        return new IdxImages(ReadData(stream, path, (long)sizes[0] * length * (isFloat ? sizeof(float) : 1)), sizes[0], length, isFloat);
    }

    // Grows with what the file really holds, so that an absurd count in the header costs no memory.
    private static byte[] ReadData(Stream stream, string path, long expected)
    {
        if (expected > Array.MaxLength)
            throw new CommandException($"{path}: expected at most {Array.MaxLength} bytes of images, got {expected}");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.Length == expected
            ? content.ToArray()
            : throw new CommandException($"{path}: expected {expected} bytes of images, got {content.Length}");
    }
}
