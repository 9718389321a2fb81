using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A convolution over images: the rows are the output pixels of the samples that run it.</summary>
internal sealed class ConvolutionStep : IStep
{
    private readonly ConvolutionKernel _kernel;
    private readonly TensorLayout _source;
    private readonly TensorLayout _destination;
    private readonly bool _relu;
    private readonly int _rowsPerSample;
    private readonly int[] _from;
    private readonly int[] _to;

    public ConvolutionStep(
        ConvolutionKernel kernel, WindowGeometry window, TensorLayout source, TensorLayout destination, bool relu, int chunkSize)
    {
        (_kernel, _source, _destination, _relu) = (kernel, source, destination, relu);
        _rowsPerSample = destination.Height * destination.Width;
        _from = new int[_rowsPerSample * chunkSize];
        _to = new int[_rowsPerSample * chunkSize];
        int row = 0;
        for (int sample = 0; sample < chunkSize; sample++)
        {
            for (int y = 0; y < destination.Height; y++)
            {
                for (int x = 0; x < destination.Width; x++, row++)
                {
                    _from[row] = (sample * source.SamplePixels)
                        + source.Pixel((y * window.StrideHeight) - window.PadTop, (x * window.StrideWidth) - window.PadLeft);
                    _to[row] = (sample * destination.SamplePixels) + destination.Pixel(y, x);
                }
            }
        }
    }

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        var (from, to) = workspace.Gather(_from, _to, _rowsPerSample, samples);
        _kernel.Run(
            workspace.All<float>(_source), _source.RowPitch, 0, from.Span,
            workspace.All<float>(_destination), to.Span, new ConvolutionEpilogue { Relu = _relu });
    }
}
