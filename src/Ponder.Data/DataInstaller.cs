using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Ponder.Data;

/// <summary>Puts data sets into the folder of data sets: whole or not at all.</summary>
public static class DataInstaller
{
    /// <summary>The names of what can be fetched or adopted.</summary>
    public static IReadOnlyList<string> Names { get; } = ["mnist", "fashion-mnist", "cifar-10"];

    /// <summary>Fetches a data set from where it is published, and checks what came.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="client">Who fetches; not disposed.</param>
    /// <param name="progress">Told the name of each file that has come; null for nobody.</param>
    /// <param name="cancellationToken">Stops the fetching; nothing is left behind.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="DataNotFoundException">The name is unknown, or the address does not answer.</exception>
    /// <exception cref="DataFormatException">A file is not what its publisher says.</exception>
    public static async Task<string> FetchAsync(
        string name, HttpClient client, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var address = DataAddress.Of(name);
        using var target = new PartialFolder(Path.Combine(DataCatalog.Root, address.Folder));
        foreach (var (file, sum) in address.Downloads)
        {
            var source = new Uri(address.Base, file);
            byte[] content = await FetchAsync(name, client, source, cancellationToken);
            Check(source.ToString(), content, sum);
            if (file.EndsWith(".tar.gz", StringComparison.Ordinal))
                TarArchive.Unpack(source.ToString(), new MemoryStream(content), address.Folder, target.Path);
            else
                await File.WriteAllBytesAsync(Path.Combine(target.Path, file), content, cancellationToken);
            progress?.Report(file);
        }

        return target.Complete();
    }

    /// <summary>Takes a data set over from a folder that has its files: unpacked, or gzipped one by one.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder; its files are copied.</param>
    /// <returns>The folder in which they are now.</returns>
    /// <exception cref="DataNotFoundException">The name is unknown, or a file is missing.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    public static string Adopt(string name, string folder)
    {
        var address = DataAddress.Of(name);
        using var target = new PartialFolder(Path.Combine(DataCatalog.Root, address.Folder));
        if (address.Downloads.Keys.All(file => file.EndsWith(".tar.gz", StringComparison.Ordinal)))
            AdoptRecords(name, folder, target.Path);
        else
            AdoptArrays(name, address, folder, target.Path);
        return target.Complete();
    }

    private static void AdoptRecords(string name, string folder, string target)
    {
        foreach (string file in CifarFile.Names)
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path))
                throw new DataNotFoundException($"data '{name}': expected {file} in {folder}, found none");
            CifarFile.CheckSize(path, CifarFile.RecordsPerFile);
            File.Copy(path, Path.Combine(target, file));
        }
    }

    private static void AdoptArrays(string name, DataAddress address, string folder, string target)
    {
        foreach (var (packed, sum) in address.Downloads)
        {
            string plain = Path.GetFileNameWithoutExtension(packed);
            string file = new[] { packed, plain }.Select(candidate => Path.Combine(folder, candidate)).FirstOrDefault(File.Exists)
                ?? throw new DataNotFoundException($"data '{name}': expected {plain} or {packed} in {folder}, found neither");
            byte[] content = File.ReadAllBytes(file);
            if (file.EndsWith(".gz", StringComparison.Ordinal))
                Check(file, content, sum);
            else
                IdxFile.Read(file, rank: plain.Contains("images", StringComparison.Ordinal) ? 3 : 1);
            File.WriteAllBytes(Path.Combine(target, Path.GetFileName(file)), content);
        }
    }

    private static async Task<byte[]> FetchAsync(string name, HttpClient client, Uri source, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetByteArrayAsync(source, cancellationToken);
        }
        catch (HttpRequestException error)
        {
            throw new DataNotFoundException(
                $"data '{name}': expected {source} to answer, got {error.Message}; without a network: ponder data get {name} --from FOLDER");
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "The publishers state MD5 sums; they tell damage, not malice.")]
    private static void Check(string source, byte[] content, string sum)
    {
        string got = Convert.ToHexStringLower(MD5.HashData(content));
        if (got != sum)
            throw new DataFormatException(source, $"expected MD5 {sum}, got {got}");
    }
}
