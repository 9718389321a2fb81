using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>The largest value of each window, channel by channel, on NHWC pixels.</summary>
/// <remarks>NaN passes through. Each width is one generic loop; the scalar twin is the same loop with one lane.</remarks>
public static unsafe class MaxPooling
{
    /// <summary>Computes the listed windows.</summary>
    /// <param name="source">NHWC pixels, <see cref="KernelConstants.SlackFloats"/> included.</param>
    /// <param name="sourceRowPitch">Pixels from one image row to the next.</param>
    /// <param name="channels">Floats of a pixel.</param>
    /// <param name="windows">What to compute; all pixels relative to the spans.</param>
    /// <param name="destination">NHWC pixels.</param>
    /// <param name="relu">Whether negative results become zero.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window lies outside the spans.</exception>
    public static void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int channels, ReadOnlySpan<PoolingWindow> windows,
        Span<float> destination, bool relu, InstructionSet? instructionSet = null)
    {
        foreach (ref readonly var window in windows)
        {
            long last = window.SourcePixel + ((long)(window.Rows - 1) * sourceRowPitch) + window.Columns;
            ArgumentOutOfRangeException.ThrowIfNegative(window.SourcePixel, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfNegative(window.DestinationPixel, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(last * channels, source.Length, nameof(windows));
            ArgumentOutOfRangeException.ThrowIfGreaterThan((window.DestinationPixel + 1L) * channels, destination.Length, nameof(windows));
        }

        var set = instructionSet ?? InstructionSets.Best;
        fixed (float* from = source, to = destination)
        {
            if (set >= InstructionSet.Vector512 && channels > 8)
                Run<Vector512<float>, Lanes512>(from, sourceRowPitch, channels, windows, to, relu);
            else if (set >= InstructionSet.Vector256 && channels > 4)
                Run<Vector256<float>, Lanes256>(from, sourceRowPitch, channels, windows, to, relu);
            else if (set >= InstructionSet.Vector128)
                Run<Vector128<float>, Lanes128>(from, sourceRowPitch, channels, windows, to, relu);
            else
                Run<float, ScalarLanes>(from, sourceRowPitch, channels, windows, to, relu);
        }
    }

    private static void Run<TVector, TLanes>(
        float* source, int rowPitch, int channels, ReadOnlySpan<PoolingWindow> windows, float* destination, bool relu)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        foreach (ref readonly var window in windows)
        {
            float* corner = source + ((long)window.SourcePixel * channels);
            float* to = destination + ((long)window.DestinationPixel * channels);
            for (int c = 0; c < channels; c += TLanes.Width)
            {
                var best = TLanes.Load(corner + c);
                for (int y = 0; y < window.Rows; y++)
                {
                    float* row = corner + ((long)y * rowPitch * channels) + c;
                    for (int x = 0; x < window.Columns; x++)
                        best = TLanes.Max(best, TLanes.Load(row + (x * channels)));
                }

                if (relu)
                    best = TLanes.Relu(best);
                if (channels - c >= TLanes.Width)
                    TLanes.Store(to + c, best);
                else
                    TLanes.StorePartial(to + c, best, channels - c);
            }
        }
    }
}
