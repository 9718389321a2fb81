namespace Ponder.OnnxRuntime;

/// <summary>Owns several disposable values.</summary>
internal sealed class DisposableList<T>(IEnumerable<T> items) : List<T>(items), IDisposable
    where T : IDisposable
{
    public void Dispose()
    {
        foreach (var item in this)
            item.Dispose();
    }
}
