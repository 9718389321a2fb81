namespace Ponder.Kernels;

/// <summary>The windows of one image and the memory that they touch, checked once.</summary>
internal sealed class PoolingWindows
{
    private readonly long _sourceEnd;
    private readonly long _destinationEnd;

    /// <summary>Takes and checks the windows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A window starts before its image.</exception>
    public PoolingWindows(IReadOnlyList<PoolingWindow> windows, int sourceRowPitch, int channels)
    {
        (All, RowPitch, Channels) = ([.. windows], sourceRowPitch, channels);
        foreach (var window in All)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(window.SourcePixel, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfNegative(window.DestinationPixel, nameof(windows));
            long last = window.SourcePixel + ((long)(window.Rows - 1) * sourceRowPitch) + window.Columns;
            _sourceEnd = Math.Max(_sourceEnd, last * channels);
            _destinationEnd = Math.Max(_destinationEnd, (window.DestinationPixel + 1L) * channels);
        }
    }

    public PoolingWindow[] All { get; }

    /// <summary>Pixels from one row of the source to the next.</summary>
    public int RowPitch { get; }

    /// <summary>Floats of a pixel.</summary>
    public int Channels { get; }

    /// <summary>Checks the spans of a run.</summary>
    /// <exception cref="ArgumentException">A span is shorter than the windows need.</exception>
    public void Check(int sourceLength, int destinationLength)
    {
        if (_sourceEnd > sourceLength || _destinationEnd > destinationLength)
        {
            throw new ArgumentException(
                $"expected {_sourceEnd} floats to read and {_destinationEnd} to write, got {sourceLength} and {destinationLength}");
        }
    }
}
