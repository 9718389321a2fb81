using Ponder.Data.Pictures;

namespace Ponder.Cli.Mapping;

/// <summary>A folder of pictures of maps: every file whole, no two of one name.</summary>
internal sealed class MapFolder
{
    public const string Report = "maps.json";
    public const string ContactSheet = "contact-sheet.png";

    private readonly string _path;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { ContactSheet };

    /// <summary>Makes the folder where there is none.</summary>
    /// <exception cref="IOException">There is a file of that name.</exception>
    public MapFolder(string path) => _path = Directory.CreateDirectory(path).FullName;

    /// <summary>Writes the picture of an image.</summary>
    /// <returns>The file's name.</returns>
    public string Add(string image, Canvas picture)
    {
        string stem = Stem(image), name = $"{stem}.png";
        for (int number = 2; !_names.Add(name); number++)
            name = $"{stem}-{number}.png";
        Write(name, picture.ToPng());
        return name;
    }

    public void Write(string name, byte[] bytes) => WholeFile.Write(Path.Combine(_path, name), bytes);

    public void Write(string name, string text) => WholeFile.Write(Path.Combine(_path, name), text);

    // cat.jpg is cat; t10k.gz[3] is t10k.gz-3.
    private static string Stem(string image)
    {
        string name = Path.GetFileName(image);
        return PictureReader.IsPicture(name) ? Path.GetFileNameWithoutExtension(name) : name.Replace("[", "-").Replace("]", "");
    }
}
