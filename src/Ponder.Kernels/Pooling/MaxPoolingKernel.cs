using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>The largest value of each window, channel by channel, on NHWC pixels.</summary>
/// <remarks>
/// NaN passes through when it is a window's first pixel, as on ONNX Runtime; else it may be passed over.
/// Windows are checked once, when the kernel is made. Each width is one generic loop; the scalar twin
/// is the same loop with one lane. Immutable and thread-safe.
/// </remarks>
public sealed unsafe class MaxPoolingKernel
{
    private readonly PoolingWindows _windows;
    private readonly InstructionSet _instructionSet;

    /// <summary>Prepares the windows of one image.</summary>
    /// <param name="windows">What to compute; pixels relative to the spans of a run.</param>
    /// <param name="sourceRowPitch">Pixels from one image row to the next.</param>
    /// <param name="channels">Floats of a pixel.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window starts before its image.</exception>
    public MaxPoolingKernel(
        IReadOnlyList<PoolingWindow> windows, int sourceRowPitch, int channels, InstructionSet? instructionSet = null)
    {
        _windows = new PoolingWindows(windows, sourceRowPitch, channels);
        _instructionSet = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
    }

    /// <summary>Computes all windows of one image.</summary>
    /// <param name="source">NHWC pixels, <see cref="KernelConstants.SlackFloats"/> behind the last window included.</param>
    /// <param name="destination">NHWC pixels.</param>
    /// <param name="relu">Whether negative results become zero.</param>
    /// <exception cref="ArgumentException">A span is shorter than the windows need.</exception>
    public void Run(ReadOnlySpan<float> source, Span<float> destination, bool relu)
    {
        _windows.Check(source.Length, destination.Length);
        fixed (float* from = source, to = destination)
        {
            if (_instructionSet >= InstructionSet.Vector512 && _windows.Channels > 8)
                Run<Vector512<float>, Lanes512>(from, _windows, to, relu);
            else if (_instructionSet >= InstructionSet.Vector256 && _windows.Channels > 4)
                Run<Vector256<float>, Lanes256>(from, _windows, to, relu);
            else if (_instructionSet >= InstructionSet.Vector128)
                Run<Vector128<float>, Lanes128>(from, _windows, to, relu);
            else
                Run<float, ScalarLanes>(from, _windows, to, relu);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVector, TLanes>(
        float* source, PoolingWindows windows, float* destination, bool relu)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        int channels = windows.Channels;
        long nextRow = (long)windows.RowPitch * channels;
        foreach (ref readonly var window in windows.All.AsSpan())
        {
            float* corner = source + ((long)window.SourcePixel * channels);
            float* to = destination + ((long)window.DestinationPixel * channels);
            bool isTwoByTwo = window.Rows == 2 && window.Columns == 2; // by far the most common: no loops
            for (int c = 0; c < channels; c += TLanes.Width)
            {
                float* at = corner + c;
                var best = isTwoByTwo
                    ? TLanes.MaxNative(
                        TLanes.MaxNative(TLanes.Load(at + nextRow + channels), TLanes.Load(at + nextRow)),
                        TLanes.MaxNative(TLanes.Load(at + channels), TLanes.Load(at)))
                    : Largest<TVector, TLanes>(at, nextRow, channels, window);
                if (relu)
                    best = TLanes.Relu(best);
                if (channels - c >= TLanes.Width)
                    TLanes.Store(to + c, best);
                else
                    TLanes.StorePartial(to + c, best, channels - c);
            }
        }
    }

    private static TVector Largest<TVector, TLanes>(float* at, long nextRow, int channels, in PoolingWindow window)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        var best = TLanes.Load(at);
        for (int y = 0; y < window.Rows; y++)
        {
            for (int x = 0; x < window.Columns; x++)
                best = TLanes.MaxNative(TLanes.Load(at + (y * nextRow) + ((long)x * channels)), best);
        }

        return best;
    }
}
