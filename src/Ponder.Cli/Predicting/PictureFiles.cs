using Ponder.Data.Pictures;

namespace Ponder.Cli.Predicting;

/// <summary>The image files that an argument means: a file, or all pictures of a folder.</summary>
internal static class PictureFiles
{
    private const string GrayMap = ".pgm";

    /// <summary>The files, those of a folder in the order of their names.</summary>
    /// <exception cref="CommandException">A folder has no picture.</exception>
    public static IReadOnlyList<string> Expand(string argument)
    {
        if (!Directory.Exists(argument))
            return [argument];
        string[] files = [.. Directory.EnumerateFiles(argument, "*", SearchOption.AllDirectories)
            .Where(path => PictureReader.IsPicture(path) || Path.GetExtension(path) == GrayMap).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new CommandException($"{argument}: expected JPEG, PNG, BMP, WebP or PGM pictures, got none");
    }
}
