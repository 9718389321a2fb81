namespace Ponder.Data;

/// <summary>A folder that takes its name only when it is complete, and vanishes when it never is.</summary>
internal sealed class PartialFolder : IDisposable
{
    private readonly string _final;

    public PartialFolder(string final)
    {
        (_final, Path) = (final, final + ".partial");
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    /// <summary>Replaces the folder of the final name.</summary>
    public string Complete()
    {
        if (Directory.Exists(_final))
            Directory.Delete(_final, recursive: true);
        Directory.Move(Path, _final);
        return _final;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
