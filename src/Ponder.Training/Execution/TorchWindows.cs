using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>Operators that slide a window over images.</summary>
internal static class TorchWindows
{
    public static Tensor Convolution(GraphNode node, Tensor x, Tensor weights, Tensor? bias)
    {
        var window = WindowGeometry.OfConvolution(node, TensorShape.Of([.. weights.shape.Select(size => (int)size)]))!
            .ForImage((int)x.shape[2], (int)x.shape[3]);
        bool isSymmetric = window.PadTop == window.PadBottom && window.PadLeft == window.PadRight;
        if (!isSymmetric)
            x = nn.functional.pad(x, [window.PadLeft, window.PadRight, window.PadTop, window.PadBottom]);
        return nn.functional.conv2d(
            x, weights, bias, [window.StrideHeight, window.StrideWidth],
            isSymmetric ? [window.PadTop, window.PadLeft] : [0L, 0L],
            [window.DilationHeight, window.DilationWidth], node.GetInt("group", 1));
    }

    public static Tensor MaxPool(GraphNode node, Tensor x)
    {
        var window = WindowGeometry.OfPooling(node)!.ForImage((int)x.shape[2], (int)x.shape[3]);
        if (IsTorchPooling(window))
        {
            return nn.functional.max_pool2d(
                x, [window.Height, window.Width], [window.StrideHeight, window.StrideWidth], [window.PadTop, window.PadLeft],
                [window.DilationHeight, window.DilationWidth], window.CeilMode);
        }

        return nn.functional.max_pool2d(
            nn.functional.pad(x, Padding(window, x), PaddingModes.Constant, float.NegativeInfinity),
            [window.Height, window.Width], [window.StrideHeight, window.StrideWidth], null, [window.DilationHeight, window.DilationWidth]);
    }

    public static Tensor AveragePool(GraphNode node, Tensor x)
    {
        var window = WindowGeometry.OfPooling(node)!.ForImage((int)x.shape[2], (int)x.shape[3]);
        if (window.DilationHeight != 1 || window.DilationWidth != 1)
            throw new NotSupportedException($"node '{node.Name}' ({node.OpType}): expected no dilation");
        bool countsPadding = node.GetInt("count_include_pad", 0) != 0;
        if (IsTorchPooling(window))
        {
            return nn.functional.avg_pool2d(
                x, [window.Height, window.Width], [window.StrideHeight, window.StrideWidth], [window.PadTop, window.PadLeft],
                window.CeilMode, countsPadding);
        }

        // The average of what is there, over the share of places that count.
        long[] padding = Padding(window, x), counted = countsPadding ? [window.PadLeft, window.PadRight, window.PadTop, window.PadBottom] : [0, 0, 0, 0];
        var places = nn.functional.pad(ones([1, 1, x.shape[2], x.shape[3]]), counted, PaddingModes.Constant, 1);
        places = nn.functional.pad(places, [.. padding.Zip(counted, (all, some) => all - some)]);
        Tensor Pool(Tensor padded) => nn.functional.avg_pool2d(padded, [window.Height, window.Width], [window.StrideHeight, window.StrideWidth]);
        return Pool(nn.functional.pad(x, padding)).div(Pool(places));
    }

    /// <summary>Makes an image of another size, along rows and then along columns.</summary>
    public static Tensor Resize(Tensor x, ResizeGeometry resize) =>
        Resize(Resize(x, 2, resize.IsLinear, resize.Rows), 3, resize.IsLinear, resize.Columns);

    private static Tensor Resize(Tensor x, int dimension, bool isLinear, ResizeAxis axis)
    {
        Tensor Take(IReadOnlyList<int> places) => x.index_select(dimension, tensor(places.Select(place => (long)place).ToArray()));
        if (!isLinear)
            return Take(axis.First);
        long[] shape = [1, 1, 1, 1];
        shape[dimension] = axis.Count;
        var rest = tensor(axis.Share.Select(share => 1 - share).ToArray(), shape);
        return Take(axis.First).mul(rest).add(Take(axis.Second).mul(tensor(axis.Share.ToArray(), shape)), HeldScalars.One);
    }

    // Torch pads both sides alike and by half a window at most.
    private static bool IsTorchPooling(WindowGeometry window) =>
        window.PadTop == window.PadBottom && window.PadLeft == window.PadRight && 2 * window.PadTop <= window.Height && 2 * window.PadLeft <= window.Width;

    // Left, right, top and bottom: behind, as much as the last window needs, and at least what the operator says.
    private static long[] Padding(WindowGeometry window, Tensor x)
    {
        static long Behind(int count, int stride, int dilation, int size, int before, int after, long length) =>
            Math.Max(after, ((count - 1) * stride) + (dilation * (size - 1)) + 1 - before - length);
        int height = (int)x.shape[2], width = (int)x.shape[3];
        return
        [
            window.PadLeft, Behind(window.OutputWidth(width), window.StrideWidth, window.DilationWidth, window.Width, window.PadLeft, window.PadRight, width),
            window.PadTop, Behind(window.OutputHeight(height), window.StrideHeight, window.DilationHeight, window.Height, window.PadTop, window.PadBottom, height),
        ];
    }
}
