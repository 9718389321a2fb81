using System.Collections.Immutable;

namespace Ponder.Graph;

/// <summary>A tensor's sizes, of which one may be the symbolic batch size N.</summary>
/// <param name="Dimensions">Sizes, outermost first; <see cref="Batch"/> stands for N.</param>
public sealed record TensorShape(ImmutableArray<int> Dimensions)
{
    /// <summary>Stands for the batch size, which is only known when a model runs.</summary>
    public const int Batch = -1;

    /// <summary>Makes a shape from its sizes.</summary>
    public static TensorShape Of(params ReadOnlySpan<int> dimensions) => new([.. dimensions]);

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>Whether the first dimension is the batch.</summary>
    public bool HasBatch => Rank > 0 && Dimensions[0] == Batch;

    /// <summary>Elements of one sample: the product of all sizes but the batch; at most <see cref="long.MaxValue"/>.</summary>
    public long SampleLength => Dimensions.Aggregate(1L, (product, size) => size == Batch ? product
        : size > 0 && product > long.MaxValue / size ? long.MaxValue
        : product * size);

    /// <summary>The size at an index; a negative index counts from the end.</summary>
    public int this[int index] => Dimensions[index < 0 ? index + Rank : index];

    /// <summary>The same sizes with the batch put in.</summary>
    public int[] WithBatch(int count) => [.. Dimensions.Select(size => size == Batch ? count : size)];

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) => other is not null && Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override int GetHashCode() => Dimensions.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", Dimensions.Select(size => size == Batch ? "N" : $"{size}"))}]";
}
