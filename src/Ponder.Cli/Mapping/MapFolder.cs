using Ponder.Data.Pictures;

namespace Ponder.Cli.Mapping;

/// <summary>A folder of pictures of maps: every file whole, no two of one name. It is made with its first file.</summary>
internal sealed class MapFolder(string path)
{
    public const string Report = "maps.json";
    public const string ContactSheet = "contact-sheet.png";

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { ContactSheet };

    /// <summary>Writes the picture of an image.</summary>
    /// <returns>The file's name.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public string Add(string image, Canvas picture)
    {
        string stem = Stem(image), name = $"{stem}.png";
        for (int number = 2; !_names.Add(name); number++)
            name = $"{stem}-{number}.png";
        Write(name, picture.ToPng());
        return name;
    }

    /// <summary>Writes a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(path);
        WholeFile.Write(Path.Combine(path, name), bytes);
    }

    // cat.jpg is cat; t10k.gz[3] is t10k.gz-3.
    private static string Stem(string image)
    {
        string name = Path.GetFileName(image);
        return PictureReader.IsPicture(name) ? Path.GetFileNameWithoutExtension(name) : name.Replace("[", "-").Replace("]", "");
    }
}
