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
        var window = Pooling(node, x);
        return nn.functional.max_pool2d(
            x, [window.Height, window.Width], [window.StrideHeight, window.StrideWidth], [window.PadTop, window.PadLeft],
            [window.DilationHeight, window.DilationWidth], window.CeilMode);
    }

    public static Tensor AveragePool(GraphNode node, Tensor x)
    {
        var window = Pooling(node, x);
        if (window.DilationHeight != 1 || window.DilationWidth != 1)
            throw new NotSupportedException($"node '{node.Name}' ({node.OpType}): expected no dilation");
        return nn.functional.avg_pool2d(
            x, [window.Height, window.Width], [window.StrideHeight, window.StrideWidth], [window.PadTop, window.PadLeft],
            window.CeilMode, node.GetInt("count_include_pad", 0) != 0);
    }

    private static WindowGeometry Pooling(GraphNode node, Tensor x)
    {
        var window = WindowGeometry.OfPooling(node)!.ForImage((int)x.shape[2], (int)x.shape[3]);
        return window.PadTop == window.PadBottom && window.PadLeft == window.PadRight
            ? window
            : throw new NotSupportedException($"node '{node.Name}' ({node.OpType}): expected equal padding on both sides");
    }
}
