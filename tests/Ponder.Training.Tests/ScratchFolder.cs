namespace Ponder.Training.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ponder-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
