using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>Local response normalisation of NHWC pixels (Krizhevsky et al. 2012).</summary>
/// <remarks>
/// A pixel is copied between zeros, so that lane l of a vector sums the squares around channel first + l, first to last, and
/// the pixel's ends need no care. An exponent of 3/4 is two square roots; any other is computed one float at a time.
/// Each width is one generic loop; the scalar twin is the same loop with one lane. Immutable and thread-safe.
/// </remarks>
public sealed unsafe class LocalResponseKernel
{
    private const float FastBeta = 0.75f;

    private readonly LocalResponseShape _shape;
    private readonly InstructionSet _instructionSet;

    /// <summary>Prepares a normalisation.</summary>
    /// <param name="shape">What to compute.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentOutOfRangeException">Channels or size are below 1.</exception>
    /// <exception cref="ArgumentException">The CPU lacks the instruction set.</exception>
    public LocalResponseKernel(LocalResponseShape shape, InstructionSet? instructionSet = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Channels, 1, nameof(shape));
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Size, 1, nameof(shape));
        (_shape, _instructionSet) = (shape, InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best));
    }

    /// <summary>Floats of scratch memory that a run needs.</summary>
    public int ScratchFloats => (2 * (_shape.Channels + KernelConstants.SlackFloats)) + _shape.Size;

    /// <summary>Normalises pixels that lie one behind the other.</summary>
    /// <param name="source">Whole pixels.</param>
    /// <param name="scratch">At least <see cref="ScratchFloats"/>; their values do not matter.</param>
    /// <param name="destination">As long as the source; may be it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Run(ReadOnlySpan<float> source, Span<float> scratch, Span<float> destination)
    {
        if (source.Length % _shape.Channels != 0 || destination.Length != source.Length || scratch.Length < ScratchFloats)
        {
            throw new ArgumentException(
                $"expected pixels of {_shape.Channels} floats, equal lengths and {ScratchFloats} floats of scratch, "
                + $"got {source.Length}, {destination.Length} and {scratch.Length}");
        }

        scratch[..ScratchFloats].Clear();
        fixed (float* from = source, work = scratch, to = destination)
        {
            int pixels = source.Length / _shape.Channels;
            switch (_instructionSet)
            {
                case InstructionSet.Vector512:
                    Run<Vector512<float>, Lanes512>(from, work, to, pixels);
                    break;
                case InstructionSet.Vector256:
                    Run<Vector256<float>, Lanes256>(from, work, to, pixels);
                    break;
                case InstructionSet.Vector128:
                    Run<Vector128<float>, Lanes128>(from, work, to, pixels);
                    break;
                default:
                    Run<float, ScalarLanes>(from, work, to, pixels);
                    break;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TVector, TLanes>(float* source, float* scratch, float* destination, int pixels)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        int channels = _shape.Channels;
        float* middle = scratch + ((_shape.Size - 1) / 2);
        float* powers = scratch + channels + _shape.Size + KernelConstants.SlackFloats;
        for (int pixel = 0; pixel < pixels; pixel++, source += channels, destination += channels)
        {
            Buffer.MemoryCopy(source, middle, channels * sizeof(float), channels * sizeof(float));
            for (int c = 0; c < channels; c += TLanes.Width)
                TLanes.Store(powers + c, Power<TVector, TLanes>(Base<TVector, TLanes>(scratch + c)));
            if (_shape.Beta != FastBeta)
            {
                for (int c = 0; c < channels; c++)
                    powers[c] = MathF.Pow(powers[c], _shape.Beta);
            }

            for (int c = 0; c < channels; c += TLanes.Width)
            {
                var value = TLanes.Divide(TLanes.Load(middle + c), TLanes.Load(powers + c));
                if (channels - c >= TLanes.Width)
                    TLanes.Store(destination + c, value);
                else
                    TLanes.StorePartial(destination + c, value, channels - c);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Base<TVector, TLanes>(float* firstOfWindow)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        var sum = TLanes.Broadcast(0);
        for (int i = 0; i < _shape.Size; i++)
        {
            var value = TLanes.Load(firstOfWindow + i);
            sum = TLanes.MultiplyAdd(value, value, sum);
        }

        return TLanes.MultiplyAdd(sum, TLanes.Broadcast(_shape.Alpha / _shape.Size), TLanes.Broadcast(_shape.Bias));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Power<TVector, TLanes>(TVector value)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        if (_shape.Beta != FastBeta)
            return value;
        var root = TLanes.SquareRoot(value);
        return TLanes.Multiply(root, TLanes.SquareRoot(root));
    }
}
