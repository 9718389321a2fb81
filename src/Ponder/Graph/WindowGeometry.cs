namespace Ponder.Graph;

/// <summary>Size, stride, dilation and padding of a window that slides over an image: a convolution's or a pooling's.</summary>
public sealed record WindowGeometry(
    int Height, int Width, int StrideHeight, int StrideWidth, int DilationHeight, int DilationWidth,
    int PadTop, int PadLeft, int PadBottom, int PadRight, bool CeilMode, string AutoPad)
{
    /// <summary>The window of a Conv node with weights [O, I, kh, kw]; null when it is not two-dimensional or absurd.</summary>
    public static WindowGeometry? OfConvolution(GraphNode node, TensorShape weights) =>
        weights.Rank == 4 ? Of(node, weights[2], weights[3]) : null;

    /// <summary>The window of a MaxPool or AveragePool node; null when it is not two-dimensional or absurd.</summary>
    public static WindowGeometry? OfPooling(GraphNode node) =>
        node.GetInts("kernel_shape") is [int height, int width] ? Of(node, height, width) : null;

    /// <summary>Rows of the output for rows of the input.</summary>
    public int OutputHeight(int inputHeight) =>
        OutputSize(inputHeight, Height, StrideHeight, DilationHeight, PadTop, PadBottom);

    /// <summary>Columns of the output for columns of the input.</summary>
    public int OutputWidth(int inputWidth) =>
        OutputSize(inputWidth, Width, StrideWidth, DilationWidth, PadLeft, PadRight);

    /// <summary>The same window with <c>auto_pad</c> worked out for an image.</summary>
    public WindowGeometry ForImage(int inputHeight, int inputWidth)
    {
        if (AutoPad is not ("SAME_UPPER" or "SAME_LOWER"))
            return this;
        var (top, bottom) = SamePadding(inputHeight, Height, StrideHeight, DilationHeight);
        var (left, right) = SamePadding(inputWidth, Width, StrideWidth, DilationWidth);
        return this with { PadTop = top, PadBottom = bottom, PadLeft = left, PadRight = right, AutoPad = "NOTSET" };
    }

    private static WindowGeometry? Of(GraphNode node, int height, int width)
    {
        if (node.GetInts("strides", 1, 1) is not [int strideHeight, int strideWidth]
            || node.GetInts("dilations", 1, 1) is not [int dilationHeight, int dilationWidth]
            || node.GetInts("pads", 0, 0, 0, 0) is not [int top, int left, int bottom, int right])
        {
            return null;
        }

        string autoPad = node.GetString("auto_pad", "NOTSET");
        if (autoPad == "VALID")
            top = left = bottom = right = 0;
        int[] positive = [height, width, strideHeight, strideWidth, dilationHeight, dilationWidth];
        int[] notNegative = [top, left, bottom, right];
        const int Largest = 1 << 15; // keeps every product below in range
        return positive.Any(size => size is < 1 or > Largest) || notNegative.Any(size => size is < 0 or > Largest)
            ? null
            : new WindowGeometry(
                height, width, strideHeight, strideWidth, dilationHeight, dilationWidth,
                top, left, bottom, right, node.GetInt("ceil_mode", 0) != 0, autoPad);
    }

    private int OutputSize(int input, int size, int stride, int dilation, int before, int after)
    {
        if (AutoPad is "SAME_UPPER" or "SAME_LOWER")
            return (input + stride - 1) / stride;
        int span = input + before + after - (dilation * (size - 1)) - 1;
        // Rounding up, a window may hang over by less than its stride, even when it is the only one.
        if (span < (CeilMode ? 1 - stride : 0))
            return 0;
        int count = (CeilMode ? (span + stride - 1) / stride : span / stride) + 1;
        // A window that would start in the padding behind the image is dropped, as PyTorch and ONNX Runtime do.
        return CeilMode && (count - 1) * stride >= input + before ? count - 1 : count;
    }

    private (int Before, int After) SamePadding(int input, int size, int stride, int dilation)
    {
        int total = Math.Max(0, ((((input + stride - 1) / stride) - 1) * stride) + (dilation * (size - 1)) + 1 - input);
        int small = total / 2;
        return AutoPad == "SAME_UPPER" ? (small, total - small) : (total - small, small);
    }
}
