using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Moves numbers of a sample to other places: transposing, reshaping where an image is involved, cutting out parts.</summary>
/// <param name="from">For each number that is moved, its place in the source's buffer.</param>
/// <param name="to">Its place in the destination's.</param>
/// <param name="source">What is read.</param>
/// <param name="destination">What is written.</param>
internal sealed class RearrangeStep(int[] from, int[] to, TensorLayout source, TensorLayout destination) : IStep
{
    private readonly bool _isOneRun = IsOneRun(from) && IsOneRun(to);

    /// <summary>A step that fills the destination.</summary>
    /// <param name="elements">For each element of the destination in the graph's order, its element of the source in the graph's order.</param>
    /// <param name="source">What is read.</param>
    /// <param name="destination">What is written.</param>
    public static RearrangeStep Filling(IEnumerable<int> elements, TensorLayout source, TensorLayout destination) =>
        new(ElementPlaces.Of(source, elements), ElementPlaces.All(destination), source, destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var read = workspace.Sample<float>(source, sample);
            var written = workspace.Sample<float>(destination, sample);
            if (_isOneRun)
            {
                read.Slice(from[0], from.Length).CopyTo(written[to[0]..]);
                continue;
            }

            for (int i = 0; i < from.Length; i++)
                written[to[i]] = read[from[i]];
        }
    }

    private static bool IsOneRun(int[] places)
    {
        for (int i = 1; i < places.Length; i++)
        {
            if (places[i] != places[0] + i)
                return false;
        }

        return places.Length > 0;
    }

    /// <summary>Elements of a transposition of one sample.</summary>
    /// <param name="sizes">Sizes of the source without the batch.</param>
    /// <param name="order">For each axis of the destination, the axis of the source; the batch left out.</param>
    public static int[] Transposed(int[] sizes, int[] order)
    {
        int[] strides = ElementPlaces.Strides(sizes);
        return ElementPlaces.Counted(new int[order.Length], Array.ConvertAll(order, axis => sizes[axis]), Array.ConvertAll(order, axis => strides[axis]));
    }
}
