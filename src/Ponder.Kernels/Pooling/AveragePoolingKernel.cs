using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>The sum of each window over its divisor, channel by channel, on NHWC pixels.</summary>
/// <remarks>
/// A sum runs over the window row by row, in four parts: every fourth column, and what is left of a row with the first. Each width is one generic loop; the scalar twin is the same loop with one lane.
/// Immutable and thread-safe.
/// </remarks>
public sealed unsafe class AveragePoolingKernel
{
    private const int SideBySide = 4;

    private readonly PoolingWindows _windows;
    private readonly InstructionSet _instructionSet;

    /// <summary>Prepares the windows of one image.</summary>
    /// <param name="windows">What to compute; pixels relative to the spans of a run.</param>
    /// <param name="sourceRowPitch">Pixels from one image row to the next.</param>
    /// <param name="channels">Floats of a pixel.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window starts before its image.</exception>
    public AveragePoolingKernel(
        IReadOnlyList<PoolingWindow> windows, int sourceRowPitch, int channels, InstructionSet? instructionSet = null)
    {
        _windows = new PoolingWindows(windows, sourceRowPitch, channels);
        _instructionSet = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
    }

    /// <summary>Computes all windows of one image.</summary>
    /// <param name="source">NHWC pixels, <see cref="KernelConstants.SlackFloats"/> behind the last window included.</param>
    /// <param name="destination">NHWC pixels.</param>
    /// <exception cref="ArgumentException">A span is shorter than the windows need.</exception>
    public void Run(ReadOnlySpan<float> source, Span<float> destination)
    {
        _windows.Check(source.Length, destination.Length);
        fixed (float* from = source, to = destination)
        {
            if (_instructionSet >= InstructionSet.Vector512 && _windows.Channels > 8)
                Run<Vector512<float>, Lanes512>(from, to);
            else if (_instructionSet >= InstructionSet.Vector256 && _windows.Channels > 4)
                Run<Vector256<float>, Lanes256>(from, to);
            else if (_instructionSet >= InstructionSet.Vector128)
                Run<Vector128<float>, Lanes128>(from, to);
            else
                Run<float, ScalarLanes>(from, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TVector, TLanes>(float* source, float* destination)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        int channels = _windows.Channels;
        long nextRow = (long)_windows.RowPitch * channels;
        foreach (ref readonly var window in _windows.All.AsSpan())
        {
            float* corner = source + ((long)window.SourcePixel * channels);
            float* to = destination + ((long)window.DestinationPixel * channels);
            var divisor = TLanes.Broadcast(window.Divisor);
            for (int c = 0; c < channels; c += TLanes.Width)
            {
                var mean = TLanes.Divide(Sum<TVector, TLanes>(corner + c, nextRow, channels, window), divisor);
                if (channels - c >= TLanes.Width)
                    TLanes.Store(to + c, mean);
                else
                    TLanes.StorePartial(to + c, mean, channels - c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Sum<TVector, TLanes>(float* at, long nextRow, int channels, in PoolingWindow window)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        TVector first = TLanes.Broadcast(0), second = first, third = first, fourth = first; // columns by turns: a sum alone would wait for itself
        for (int y = 0; y < window.Rows; y++, at += nextRow)
        {
            float* pixel = at;
            int x = window.Columns;
            for (; x >= SideBySide; x -= SideBySide, pixel += SideBySide * channels)
            {
                first = TLanes.Add(first, TLanes.Load(pixel));
                second = TLanes.Add(second, TLanes.Load(pixel + channels));
                third = TLanes.Add(third, TLanes.Load(pixel + (2 * channels)));
                fourth = TLanes.Add(fourth, TLanes.Load(pixel + (3 * channels)));
            }

            for (; x > 0; x--, pixel += channels)
                first = TLanes.Add(first, TLanes.Load(pixel));
        }

        return TLanes.Add(TLanes.Add(first, second), TLanes.Add(third, fourth));
    }
}
