using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>A convolution over the positions that somebody asks: the same rows as of all positions, less those that the mask leaves out.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="rows">The rows of one sample.</param>
/// <param name="mask">The positions.</param>
/// <param name="macsPerRow">Multiply-adds of a position.</param>
/// <param name="source">What is convolved.</param>
/// <param name="destination">What is written; other positions keep what they have.</param>
/// <param name="residual">What is added; laid out as the destination. Null for nothing.</param>
/// <param name="range">What results are brought into; null for everything.</param>
internal sealed class MaskedConvolutionStep(
    IConvolutionKernel kernel, ConvolutionRows rows, PositionMask mask, long macsPerRow, TensorLayout source, TensorLayout destination, TensorLayout? residual,
    ActivationRange? range) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        Span<RowGroup> groups = stackalloc RowGroup[rows.Groups.Length];
        var from = workspace.SourceRows(samples.Length * rows.From.Length);
        var to = workspace.DestinationRows(from.Length);
        int written = 0, used = 0;
        for (int g = 0; g < groups.Length; g++)
        {
            int start = written;
            foreach (int sample in samples)
            {
                int count = rows.Runs[g].Select(
                    workspace.Mask(mask, sample), sample * source.SamplePixels, sample * destination.SamplePixels, from[written..], to[written..]);
                workspace.Spend(sample, count * macsPerRow);
                written += count;
            }

            if (written > start)
                groups[used++] = rows.Groups[g] with { Count = written - start };
        }

        if (written == 0)
            return;
        kernel.Run(
            workspace.All<float>(source), source.RowPitch, 0, from[..written], workspace.All<float>(destination), to[..written],
            new ConvolutionEpilogue { Residual = residual is null ? [] : workspace.All<float>(residual), Range = range }, groups[..rows.Join(groups[..used])]);
    }
}
