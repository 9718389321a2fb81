using System.Formats.Tar;
using System.IO.Compression;

namespace Ponder.Data.Tests;

public sealed class TarArchiveTests : IDisposable
{
    private readonly DirectoryInfo _outer = Directory.CreateTempSubdirectory("ponder-tar-");

    public void Dispose() => _outer.Delete(recursive: true);

    private string Target => _outer.CreateSubdirectory("target").FullName;

    [Fact]
    public void Unpack_Folder_TakesItsPlace()
    {
        TarArchive.Unpack("a.tar.gz", Packed(Folder("data"), File("data/one.bin", 1), File("data/deep/two.bin", 2)), "data", Target);

        Assert.Equal([1], System.IO.File.ReadAllBytes(Path.Combine(Target, "one.bin")));
        Assert.Equal([2], System.IO.File.ReadAllBytes(Path.Combine(Target, "deep", "two.bin")));
    }

    [Theory]
    [InlineData("data/../../escaped.bin")]
    [InlineData("data//escaped.bin")]
    [InlineData("/escaped.bin")]
    [InlineData("other/escaped.bin")]
    public void Unpack_PathOutsideItsFolder_IsRefused(string path)
    {
        var error = Assert.Throws<DataFormatException>(() => TarArchive.Unpack("a.tar.gz", Packed(File(path, 1)), "data", Target));

        Assert.Contains("expected a path in data/", error.Message, StringComparison.Ordinal);
        Assert.Empty(_outer.GetFiles("*.bin", SearchOption.AllDirectories));
    }

    [Fact]
    public void Unpack_Link_IsRefused()
    {
        var link = new PaxTarEntry(TarEntryType.SymbolicLink, "data/link") { LinkName = "/etc" };

        Assert.Throws<DataFormatException>(() => TarArchive.Unpack("a.tar.gz", Packed(link), "data", Target));
    }

    [Fact]
    public void Unpack_NoArchive_IsRefused() =>
        Assert.Throws<DataFormatException>(() => TarArchive.Unpack("a.tar.gz", new MemoryStream([1, 2, 3]), "data", Target));

    [Fact]
    public void Unpack_CutShort_IsRefused()
    {
        byte[] whole = Packed(File("data/one.bin", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i))])).ToArray();

        Assert.Throws<DataFormatException>(() => TarArchive.Unpack("a.tar.gz", new MemoryStream(whole[..(whole.Length / 2)]), "data", Target));
    }

    private static PaxTarEntry Folder(string name) => new(TarEntryType.Directory, name);

    private static PaxTarEntry File(string name, params byte[] content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    private static MemoryStream Packed(params TarEntry[] entries)
    {
        using var plain = new MemoryStream();
        using (var writer = new TarWriter(plain, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }

        var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            zip.Write(plain.ToArray());
        packed.Position = 0;
        return packed;
    }
}
