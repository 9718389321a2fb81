namespace Ponder.Inference.Steps;

/// <summary>The row lists of a convolution for all samples of a chunk: which pixel each window starts from, which is written.</summary>
/// <param name="PerSample">Rows of one sample.</param>
/// <param name="From">Pixels of the source, sample after sample.</param>
/// <param name="To">Pixels of the destination, sample after sample.</param>
internal sealed record ConvolutionRows(int PerSample, int[] From, int[] To);
