using System.Formats.Tar;
using System.IO.Compression;

namespace Ponder.Data;

/// <summary>Unpacks the archives that data sets are published in.</summary>
internal static class TarArchive
{
    /// <summary>Writes the files of one folder of a gzipped tar archive to disk.</summary>
    /// <param name="source">The archive's name, for messages.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="root">The folder in the archive, without a slash.</param>
    /// <param name="target">An existing folder that takes its place.</param>
    /// <exception cref="DataFormatException">The archive is damaged, or holds a path outside its folder, or a link.</exception>
    public static void Unpack(string source, Stream archive, string root, string target)
    {
        string inside = Path.GetFullPath(target) + Path.DirectorySeparatorChar;
        try
        {
            using var plain = new GZipStream(archive, CompressionMode.Decompress);
            using var reader = new TarReader(plain);
            while (reader.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                    continue;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    throw new DataFormatException(source, $"{entry.Name}: expected a file or a folder, got {entry.EntryType}");
                if (!entry.Name.StartsWith(root + "/", StringComparison.Ordinal))
                    throw new DataFormatException(source, $"{entry.Name}: expected a path in {root}/");
                string path = Path.GetFullPath(Path.Combine(inside, entry.Name[(root.Length + 1)..]));
                if (!path.StartsWith(inside, StringComparison.Ordinal))
                    throw new DataFormatException(source, $"{entry.Name}: expected a path in {root}/, got one that climbs out");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a path inside a folder has one
                entry.ExtractToFile(path, overwrite: false);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new DataFormatException(source, $"expected a gzipped tar archive, got {error.Message}", error);
        }
    }
}
