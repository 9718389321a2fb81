using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Moves every number of a sample to another place: transposing and reshaping where an image is involved.</summary>
/// <param name="places">For each element of the destination in the graph's order, its element of the source in the graph's order.</param>
/// <param name="source">What is read.</param>
/// <param name="destination">What is written.</param>
internal sealed class RearrangeStep(int[] places, TensorLayout source, TensorLayout destination) : IStep
{
    private readonly int[] _from = [.. places.Select(place => Address(source, place))];
    private readonly int[] _to = [.. places.Select((_, place) => Address(destination, place))];

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(source, sample);
            var to = workspace.Sample<float>(destination, sample);
            for (int i = 0; i < _from.Length; i++)
                to[_to[i]] = from[_from[i]];
        }
    }

    /// <summary>Places of a transposition of one sample.</summary>
    /// <param name="sizes">Sizes of the source without the batch.</param>
    /// <param name="order">For each axis of the destination, the axis of the source; the batch left out.</param>
    public static int[] Transposed(ReadOnlySpan<int> sizes, ReadOnlySpan<int> order)
    {
        int[] strides = new int[sizes.Length];
        int length = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
            (strides[axis], length) = (length, length * sizes[axis]);
        int[] places = new int[length];
        for (int i = 0; i < length; i++)
        {
            for (int axis = order.Length - 1, rest = i; axis >= 0; rest /= sizes[order[axis]], axis--)
                places[i] += rest % sizes[order[axis]] * strides[order[axis]];
        }

        return places;
    }

    private static int Address(TensorLayout layout, int place)
    {
        if (!layout.IsImage)
            return place;
        int column = place % layout.Width, row = place / layout.Width % layout.Height, channel = place / (layout.Width * layout.Height);
        return (layout.Pixel(row, column) * layout.Channels) + channel;
    }
}
