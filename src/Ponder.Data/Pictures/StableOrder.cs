using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Ponder.Data.Pictures;

/// <summary>Shuffles and deals files the same way on every machine: by hashes.</summary>
internal static class StableOrder
{
    /// <summary>Files in an order that mixes the classes: by a hash of their names below a folder.</summary>
    public static LabelledFile[] ByName(IEnumerable<LabelledFile> files, string folder) => [.. files
        .Select(file => (File: file, Name: Path.GetRelativePath(folder, file.Path).Replace('\\', '/')))
        .OrderBy(file => Key(SHA256.HashData(Encoding.UTF8.GetBytes(file.Name)))).ThenBy(file => file.Name, StringComparer.Ordinal)
        .Select(file => file.File)];

    /// <summary>Files by a hash of their bytes, so that copies of a picture share a split.</summary>
    public static (LabelledFile File, ulong Key)[] ByContent(IEnumerable<LabelledFile> files) => [.. files
        .Select(file => (File: file, Key: ContentKey(file.Path)))
        .OrderBy(file => file.Key).ThenBy(file => file.File.Path, StringComparer.Ordinal)];

    private static ulong ContentKey(string path)
    {
        using var stream = File.OpenRead(path);
        return Key(SHA256.HashData(stream));
    }

    private static ulong Key(byte[] hash) => BinaryPrimitives.ReadUInt64BigEndian(hash);
}
