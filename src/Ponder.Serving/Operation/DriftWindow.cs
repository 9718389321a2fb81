namespace Ponder.Serving.Operation;

/// <summary>Holds what samples show against the calibration split, a window at a time. Thread-safe.</summary>
/// <typeparam name="T">What a sample shows.</typeparam>
internal abstract class DriftWindow<T>
{
    private readonly Lock _gate = new();
    private int _samples;
    private double? _score;

    /// <summary>How far the last whole window was from calibration; null before there is one.</summary>
    public double? Score
    {
        get
        {
            lock (_gate)
                return _score;
        }
    }

    /// <summary>Counts a sample.</summary>
    /// <param name="shown">What it shows.</param>
    /// <returns>The score of the window that ends with it; null where none does.</returns>
    public double? Add(T shown)
    {
        lock (_gate)
        {
            Count(shown);
            if (++_samples < DriftWindow.Samples)
                return null;
            _samples = 0;
            _score = EndWindow();
            return _score;
        }
    }

    /// <summary>Takes a sample into the window; one thread at a time.</summary>
    /// <param name="shown">What it shows.</param>
    protected abstract void Count(T shown);

    /// <summary>The score of the window's samples, which are forgotten; one thread at a time.</summary>
    protected abstract double EndWindow();
}

/// <summary>What all windows share.</summary>
internal static class DriftWindow
{
    /// <summary>Samples of a window.</summary>
    public const int Samples = 1000;
}
