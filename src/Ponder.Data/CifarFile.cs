namespace Ponder.Data;

/// <summary>Reads the binary layout of CIFAR-10: records of one label byte and 32x32 bytes each of red, green and blue, row by row.</summary>
public static class CifarFile
{
    /// <summary>Images of each file.</summary>
    internal const int RecordsPerFile = 10_000;

    private const int Channels = 3;
    private const int Side = 32;
    private const int Classes = 10;
    private const int ImageLength = Channels * Side * Side;
    private const int RecordLength = 1 + ImageLength;

    /// <summary>The files: five of training images, then the one of test images.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin"), "test_batch.bin"];

    /// <summary>Reads files one behind the other.</summary>
    /// <param name="paths">Files of equal size, in the order of their images.</param>
    /// <param name="recordsPerFile">Images of each file.</param>
    /// <exception cref="DataFormatException">A file has another size, or a label is no class.</exception>
    public static ImageSet Read(IReadOnlyList<string> paths, int recordsPerFile)
    {
        ArgumentNullException.ThrowIfNull(paths);
        byte[] pixels = new byte[paths.Count * recordsPerFile * ImageLength], labels = new byte[paths.Count * recordsPerFile];
        byte[] record = new byte[RecordLength];
        int index = 0;
        foreach (string path in paths)
        {
            CheckSize(path, recordsPerFile);
            using var file = File.OpenRead(path);
            for (int i = 0; i < recordsPerFile; i++, index++)
            {
                file.ReadExactly(record);
                if (record[0] >= Classes)
                    throw new DataFormatException(path, $"record {i}: expected a class of 0 to {Classes - 1}, got {record[0]}");
                labels[index] = record[0];
                record.AsSpan(1).CopyTo(pixels.AsSpan(index * ImageLength));
            }
        }

        return new ImageSet(pixels, labels, Channels, Side, Side);
    }

    /// <summary>Checks that a file can hold a number of records and nothing else.</summary>
    /// <exception cref="DataFormatException">The file has another size.</exception>
    public static void CheckSize(string path, int records)
    {
        long expected = (long)records * RecordLength, length = new FileInfo(path).Length;
        if (length != expected)
            throw new DataFormatException(path, $"expected {expected} bytes for {records} records of {RecordLength}, got {length}");
    }
}
