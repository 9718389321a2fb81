using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A convolution over images: the rows are the output pixels of the samples that run it.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="rows">The rows of one sample.</param>
/// <param name="source">What is convolved.</param>
/// <param name="destination">What is written.</param>
/// <param name="residual">What is added; laid out as the destination. Null for nothing.</param>
/// <param name="range">What results are brought into; null for everything.</param>
internal sealed class ConvolutionStep(
    IConvolutionKernel kernel, ConvolutionRows rows, TensorLayout source, TensorLayout destination, TensorLayout? residual, ActivationRange? range) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        if (samples is [0])
        {
            Run(workspace, rows.From, rows.To, rows.Groups);
            return;
        }

        // Group by group over all samples, so that rows of small groups fill tiles together.
        Span<RowGroup> groups = stackalloc RowGroup[rows.Groups.Length];
        var from = workspace.SourceRows(samples.Length * rows.From.Length);
        var to = workspace.DestinationRows(from.Length);
        int read = 0, written = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            var group = rows.Groups[g];
            groups[g] = group with { Count = group.Count * samples.Length };
            foreach (int sample in samples)
            {
                RowLists.Move(rows.From.AsSpan(read, group.Count), sample * source.SamplePixels, from[written..]);
                RowLists.Move(rows.To.AsSpan(read, group.Count), sample * destination.SamplePixels, to[written..]);
                written += group.Count;
            }

            read += group.Count;
        }

        Run(workspace, from, to, groups);
    }

    private void Run(Workspace workspace, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<RowGroup> groups) => kernel.Run(
        workspace.All<float>(source), source.RowPitch, 0, from, workspace.All<float>(destination), to,
        new ConvolutionEpilogue { Residual = residual is null ? [] : workspace.All<float>(residual), Range = range }, groups);
}
