using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A convolution over images: the rows are the output pixels of the samples that run it.</summary>
internal sealed class ConvolutionStep(
    ConvolutionKernel kernel, WindowGeometry window, TensorLayout source, TensorLayout destination, bool relu) : IStep
{
    private readonly ConvolutionRows _rows = ConvolutionRows.Of(window, kernel.Shape, source, destination);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        var epilogue = new ConvolutionEpilogue { Relu = relu };
        if (samples is [0])
        {
            Run(workspace, _rows.From, _rows.To, epilogue, _rows.Groups);
            return;
        }

        // Group by group over all samples, so that rows of small groups fill tiles together.
        Span<RowGroup> groups = stackalloc RowGroup[_rows.Groups.Length];
        var from = workspace.SourceRows(samples.Length * _rows.From.Length);
        var to = workspace.DestinationRows(from.Length);
        int read = 0, written = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            var group = _rows.Groups[g];
            groups[g] = group with { Count = group.Count * samples.Length };
            foreach (int sample in samples)
            {
                RowLists.Move(_rows.From.AsSpan(read, group.Count), sample * source.SamplePixels, from[written..]);
                RowLists.Move(_rows.To.AsSpan(read, group.Count), sample * destination.SamplePixels, to[written..]);
                written += group.Count;
            }

            read += group.Count;
        }

        Run(workspace, from, to, epilogue, groups);
    }

    private void Run(
        Workspace workspace, ReadOnlySpan<int> from, ReadOnlySpan<int> to, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups) =>
        kernel.Run(workspace.All<float>(source), source.RowPitch, 0, from, workspace.All<float>(destination), to, epilogue, groups);
}
