namespace Ponder.Kernels;

/// <summary>A convolution over lists of rows: all channels against all, or each channel by itself.</summary>
public interface IConvolutionKernel
{
    /// <summary>Computes the listed rows: destination = activation(bias + window * weights + residual).</summary>
    /// <param name="source">NHWC pixels, borders and <see cref="KernelConstants.SlackFloats"/> included.</param>
    /// <param name="sourceRowPitch">Pixels from one image row to the next.</param>
    /// <param name="sourceOffset">Floats added to every window's start.</param>
    /// <param name="sourcePixels">For each row, the pixel index that its whole window starts from.</param>
    /// <param name="destination">NHWC pixels.</param>
    /// <param name="destinationPixels">For each row, the pixel index that is written.</param>
    /// <param name="epilogue">Residual and activation.</param>
    /// <param name="groups">Which part of the window each row sums, in the lists' order; empty for the whole window everywhere.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a pixel lies outside its buffer.</exception>
    void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int sourceOffset, ReadOnlySpan<int> sourcePixels,
        Span<float> destination, ReadOnlySpan<int> destinationPixels, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups = default);
}
