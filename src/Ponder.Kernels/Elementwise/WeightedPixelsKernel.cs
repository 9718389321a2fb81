using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>Adds pixels to others, each weighted by a number of its own: result = pixel * weight + sum.</summary>
/// <remarks>Rounded once, so bit-identical in every lane and instruction set. Immutable and thread-safe.</remarks>
public sealed unsafe class WeightedPixelsKernel
{
    private const int Block = 32;

    private readonly delegate*<float*, float*, float*, byte*, float*, int, int, void> _run;

    /// <summary>Chooses the loop.</summary>
    /// <param name="channels">Floats of a pixel, at least 1.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">The CPU lacks the instruction set.</exception>
    public WeightedPixelsKernel(int channels, InstructionSet? instructionSet = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Channels = channels;
        _run = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best) switch
        {
            InstructionSet.Vector512 => &Run<Vector512<float>, Lanes512>,
            InstructionSet.Vector256 => &Run<Vector256<float>, Lanes256>,
            InstructionSet.Vector128 => &Run<Vector128<float>, Lanes128>,
            _ => &Run<float, ScalarLanes>,
        };
    }

    /// <summary>Floats of a pixel.</summary>
    public int Channels { get; }

    /// <summary>Computes neighbouring pixels.</summary>
    /// <param name="pixels">What is weighted.</param>
    /// <param name="weights">One number a pixel; its length says how many pixels there are.</param>
    /// <param name="sums">What is added.</param>
    /// <param name="mask">1 for every pixel that is computed, 0 for those that stay as they are; empty for all.</param>
    /// <param name="result">The result; may be <paramref name="sums"/>.</param>
    /// <exception cref="ArgumentException">A span is shorter than the pixels.</exception>
    public void Run(ReadOnlySpan<float> pixels, ReadOnlySpan<float> weights, ReadOnlySpan<float> sums, ReadOnlySpan<byte> mask, Span<float> result)
    {
        int floats = checked(weights.Length * Channels), shortest = Math.Min(pixels.Length, Math.Min(sums.Length, result.Length));
        if (shortest < floats || (!mask.IsEmpty && mask.Length < weights.Length))
            throw new ArgumentException($"expected {weights.Length} pixels of {Channels} floats, got {shortest} floats and a mask of {mask.Length}");
        fixed (float* from = pixels, factors = weights, added = sums, to = result)
        fixed (byte* open = mask)
            _run(from, factors, added, open, to, weights.Length, Channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVector, TLanes>(float* pixels, float* weights, float* sums, byte* mask, float* result, int count, int channels)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        if (mask is null)
        {
            for (int pixel = 0; pixel < count; pixel++)
                Add<TVector, TLanes>(pixels, weights, sums, result, pixel, channels);
            return;
        }

        // From one open pixel to the next: asking each costs a wrong guess wherever the answer changes.
        for (int first = 0; first < count; first += Block)
        {
            for (uint open = Open(mask + first, count - first); open != 0; open &= open - 1)
                Add<TVector, TLanes>(pixels, weights, sums, result, first + BitOperations.TrailingZeroCount(open), channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TVector, TLanes>(float* pixels, float* weights, float* sums, float* result, int pixel, long channels)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        long at = pixel * channels, end = at + channels;
        var weight = TLanes.Broadcast(weights[pixel]);
        for (; at <= end - TLanes.Width; at += TLanes.Width)
            TLanes.Store(result + at, TLanes.MultiplyAdd(TLanes.Load(pixels + at), weight, TLanes.Load(sums + at)));
        for (; at < end; at++)
            result[at] = ScalarLanes.MultiplyAdd(pixels[at], weights[pixel], sums[at]);
    }

    // Bit i for pixel i, of up to 32.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Open(byte* mask, int count)
    {
        if (count >= Block)
            return ~Vector256.Equals(Vector256.Load(mask), Vector256<byte>.Zero).ExtractMostSignificantBits();
        uint open = 0;
        for (int pixel = 0; pixel < count; pixel++)
            open |= (uint)(mask[pixel] != 0 ? 1 : 0) << pixel;
        return open;
    }
}
