namespace Ponder.Cli.Rendering;

/// <summary>Hears of progress at once and in order, on the thread that reports it.</summary>
internal sealed class DirectProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
