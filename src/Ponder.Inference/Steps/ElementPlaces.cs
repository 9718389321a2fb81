using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Where a sample's elements lie in its buffer: for steps that take any shape and look every element up.</summary>
internal static class ElementPlaces
{
    /// <summary>The buffer's index of an element that is counted in the graph's order.</summary>
    public static int Of(TensorLayout layout, int element)
    {
        if (!layout.IsImage)
            return element;
        int column = element % layout.Width, row = element / layout.Width % layout.Height, channel = element / (layout.Width * layout.Height);
        return (layout.Pixel(row, column) * layout.Channels) + channel;
    }

    /// <summary>The buffer's indices of some elements.</summary>
    public static int[] Of(TensorLayout layout, IEnumerable<int> elements) => [.. elements.Select(element => Of(layout, element))];

    /// <summary>The buffer's indices of all elements, in the graph's order.</summary>
    public static int[] All(TensorLayout layout) => Of(layout, Enumerable.Range(0, layout.SampleLength));

    /// <summary>The sizes of one sample; of a constant all, which align with a sample's from the last on.</summary>
    public static int[] SampleSizes(TensorLayout layout) =>
        [.. layout.Info.Shape.Dimensions.Skip(layout.Constant is null ? 1 : 0)];

    /// <summary>For each element of a result, the place of the operand's that is beside it; null when the operand does not spread over samples.</summary>
    public static int[]? Spread(TensorLayout operand, TensorLayout result)
    {
        int[] sizes = SampleSizes(result), own = SampleSizes(operand);
        while (own.Length > sizes.Length && own[0] == 1)
            own = own[1..];
        if (own.Length > sizes.Length)
            return null;
        int[] counts = [.. Enumerable.Repeat(1, sizes.Length - own.Length), .. own];
        int[] elements = Counted(new int[counts.Length], sizes, Strides(counts, isSpread: true));
        return Of(operand, elements);
    }

    /// <summary>The elements of a box, in order.</summary>
    /// <param name="starts">First index by axis.</param>
    /// <param name="counts">Indices by axis.</param>
    /// <param name="strides">Elements from one index to the next by axis.</param>
    public static int[] Counted(ReadOnlySpan<int> starts, ReadOnlySpan<int> counts, ReadOnlySpan<int> strides)
    {
        int[] elements = [0];
        for (int axis = 0; axis < counts.Length; axis++)
        {
            int[] outer = elements;
            elements = new int[outer.Length * counts[axis]];
            for (int i = 0; i < elements.Length; i++)
                elements[i] = outer[i / counts[axis]] + ((starts[axis] + (i % counts[axis])) * strides[axis]);
        }

        return elements;
    }

    /// <summary>Elements from one index of each axis to the next.</summary>
    /// <param name="sizes">Sizes by axis.</param>
    /// <param name="isSpread">Whether an axis of size 1 stays at its only index.</param>
    public static int[] Strides(ReadOnlySpan<int> sizes, bool isSpread = false)
    {
        int[] strides = new int[sizes.Length];
        for (int axis = sizes.Length - 1, length = 1; axis >= 0; length *= sizes[axis], axis--)
            strides[axis] = isSpread && sizes[axis] == 1 ? 0 : length;
        return strides;
    }
}
