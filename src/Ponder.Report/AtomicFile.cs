namespace Ponder.Report;

/// <summary>Replaces a file at once: a reader sees the old bytes or the new ones, a crash leaves the old.</summary>
internal static class AtomicFile
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = Path.GetFullPath(path);
        // Beside the target, because a rename is atomic within one file system only.
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(target) is { } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteIfThere(temporary);
            throw new IOException($"'{path}': cannot write the report: {e.Message}", e);
        }
    }

    private static void DeleteIfThere(string temporary)
    {
        if (File.Exists(temporary))
            File.Delete(temporary);
    }
}
