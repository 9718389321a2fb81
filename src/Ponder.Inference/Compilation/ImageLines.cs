namespace Ponder.Inference.Compilation;

/// <summary>How elements of several tensors are walked together: image row by image row, or many rows at once where no image has a border.</summary>
internal readonly record struct ImageLines
{
    private const int ElementsAtOnce = 4096; // what is repeated beside them stays in the first cache

    private readonly TensorLayout _result;
    private readonly int _rows;

    private ImageLines(TensorLayout result, int rows) => (_result, _rows) = (result, rows);

    /// <summary>Number of lines.</summary>
    public int Count => (_result.LineCount + _rows - 1) / _rows;

    /// <summary>Elements of the longest line.</summary>
    public int Longest => Math.Min(_rows, _result.LineCount) * _result.LineLength;

    /// <summary>The lines of a result and of what it is made from, which has the same shape.</summary>
    public static ImageLines Of(TensorLayout result, params ReadOnlySpan<TensorLayout> sources)
    {
        bool hasBorder = result.Border != default;
        foreach (var source in sources)
            hasBorder |= source.Border != default;
        return new ImageLines(result, hasBorder ? 1 : Math.Max(1, ElementsAtOnce / Math.Max(1, result.LineLength)));
    }

    /// <summary>A line of one of the tensors.</summary>
    /// <param name="sample">The tensor's sample.</param>
    /// <param name="layout">How it lies.</param>
    /// <param name="line">0-based.</param>
    public Span<T> Line<T>(Span<T> sample, TensorLayout layout, int line)
    {
        int first = line * _rows, rows = Math.Min(_rows, _result.LineCount - first);
        return sample.Slice(layout.LineStart(first), rows * _result.LineLength);
    }
}
