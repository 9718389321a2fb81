namespace Ponder.Cli;

/// <summary>Writes text files whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Replaces a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Write(string path, string text)
    {
        string partial = path + ".partial";
        File.WriteAllText(partial, text);
        File.Move(partial, path, overwrite: true);
    }
}
