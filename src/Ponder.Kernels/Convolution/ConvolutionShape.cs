namespace Ponder.Kernels;

/// <summary>What a convolution multiplies: channels and window. A fully connected layer is a 1x1 window.</summary>
/// <param name="InputChannels">Channels read, I.</param>
/// <param name="OutputChannels">Channels written, O.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="DilationHeight">Pixels between rows of the window.</param>
/// <param name="DilationWidth">Pixels between columns of the window.</param>
/// <param name="Groups">Parts of equal size into which inputs and outputs fall; a part of the outputs reads its part of the inputs only.</param>
public sealed record ConvolutionShape(
    int InputChannels, int OutputChannels, int KernelHeight, int KernelWidth, int DilationHeight = 1, int DilationWidth = 1, int Groups = 1);
