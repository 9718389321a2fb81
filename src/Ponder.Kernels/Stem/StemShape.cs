namespace Ponder.Kernels;

/// <summary>A network's first stage on gray images: a convolution of stride 1, then 2x2 max pooling of stride 2, sizes rounded up.</summary>
/// <param name="OutputChannels">Channels that the convolution makes, O.</param>
/// <param name="KernelHeight">Rows of the window.</param>
/// <param name="KernelWidth">Columns of the window.</param>
/// <param name="Height">Rows that the convolution makes.</param>
/// <param name="Width">Columns that the convolution makes.</param>
public sealed record StemShape(int OutputChannels, int KernelHeight, int KernelWidth, int Height, int Width)
{
    /// <summary>Rows that leave the pooling.</summary>
    public int PooledHeight => (Height + 1) / 2;

    /// <summary>Columns that leave the pooling.</summary>
    public int PooledWidth => (Width + 1) / 2;
}
