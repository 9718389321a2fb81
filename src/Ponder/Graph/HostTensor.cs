namespace Ponder.Graph;

/// <summary>A dense tensor in managed memory, row-major: what goes into and comes out of an executor.</summary>
/// <remarks>Owns its array. The shape is fixed; elements may be written through the spans.</remarks>
public sealed class HostTensor
{
    private readonly Array _data;

    private HostTensor(Array data, ElementType elementType, ReadOnlySpan<int> shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        long length = 1;
        foreach (int dimension in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dimension, nameof(shape));
            length = Math.Min(length, 1L << 31) * dimension; // no array is longer, and the product stays in range
        }

        if (length != data.Length)
            throw new ArgumentException($"expected {length} elements for [{string.Join(", ", shape.ToArray())}], got {data.Length}");
        (_data, ElementType, Shape) = (data, elementType, shape.ToArray());
    }

    /// <summary>Type of the elements: float32, int64 or bool.</summary>
    public ElementType ElementType { get; }

    /// <summary>Sizes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Length => _data.Length;

    /// <summary>The elements of a float32 tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another type.</exception>
    public Span<float> Floats => As<float>();

    /// <summary>The elements of an int64 tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another type.</exception>
    public Span<long> Int64s => As<long>();

    /// <summary>The elements of a bool tensor.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another type.</exception>
    public Span<bool> Booleans => As<bool>();

    /// <summary>Wraps float32 data without copying.</summary>
    /// <exception cref="ArgumentException">The shape does not hold as many elements.</exception>
    public static HostTensor Of(float[] data, params ReadOnlySpan<int> shape) => new(data, ElementType.Float32, shape);

    /// <inheritdoc cref="Of(float[], ReadOnlySpan{int})"/>
    public static HostTensor Of(long[] data, params ReadOnlySpan<int> shape) => new(data, ElementType.Int64, shape);

    /// <inheritdoc cref="Of(float[], ReadOnlySpan{int})"/>
    public static HostTensor Of(bool[] data, params ReadOnlySpan<int> shape) => new(data, ElementType.Boolean, shape);

    /// <summary>A tensor of its own with the same elements.</summary>
    public HostTensor Copy() => new((Array)_data.Clone(), ElementType, [.. Shape]);

    private Span<T> As<T>() => _data is T[] typed
        ? typed
        : throw new InvalidOperationException($"expected elements of {typeof(T).Name}, got {ElementType}");
}
