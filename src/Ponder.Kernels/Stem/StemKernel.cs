using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Ponder.Kernels.Counts;

namespace Ponder.Kernels;

/// <summary>Convolution of a gray image, 2x2 max pooling and ReLU in one pass: what the convolution makes is never stored.</summary>
/// <remarks>
/// <para>
/// With one input channel and a handful of outputs, channels in the lanes waste most of a vector. Here neighbouring columns
/// lie in the lanes, two image rows at a time, and up to six channels share every load.
/// </para>
/// <para>
/// Sums start from the bias and run over kernel row, then kernel column, fused multiply-add each: bit-identical to
/// <see cref="ConvolutionKernel"/> and across instruction sets. NaN is passed over where a neighbour is a number.
/// Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed unsafe class StemKernel
{
    private const int MaxChannels = 6; // two rows of six sums and what they need fit into 16 registers
    private const int WidestVector = 16;

    private readonly float[] _weights; // [channel group][tap][channel of the group]
    private readonly float[] _bias;
    private readonly InstructionSet _instructionSet;

    /// <summary>Packs the weights.</summary>
    /// <param name="shape">Window and sizes.</param>
    /// <param name="weights">[O, 1, kh, kw], as ONNX stores them.</param>
    /// <param name="bias">[O], or empty for none.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape, or the CPU lacks the instruction set.</exception>
    public StemKernel(StemShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, InstructionSet? instructionSet = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int taps = shape.KernelHeight * shape.KernelWidth;
        if (weights.Length != taps * shape.OutputChannels)
            throw new ArgumentException($"weights: expected {taps * shape.OutputChannels} floats, got {weights.Length}", nameof(weights));
        if (!bias.IsEmpty && bias.Length != shape.OutputChannels)
            throw new ArgumentException($"bias: expected {shape.OutputChannels} floats, got {bias.Length}", nameof(bias));
        Shape = shape;
        _instructionSet = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
        _bias = bias.IsEmpty ? new float[shape.OutputChannels] : bias.ToArray();
        _weights = new float[weights.Length];
        int at = 0;
        for (int first = 0; first < shape.OutputChannels; first += MaxChannels)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                for (int c = first; c < Math.Min(first + MaxChannels, shape.OutputChannels); c++)
                    _weights[at++] = weights[(c * taps) + tap];
            }
        }
    }

    /// <summary>Window and sizes.</summary>
    public StemShape Shape { get; }

    /// <summary>Computes one image.</summary>
    /// <param name="source">From the first window's top left float on; <see cref="KernelConstants.SlackFloats"/> behind the image included.</param>
    /// <param name="sourceRowPitch">Floats from one image row to the next.</param>
    /// <param name="destination">From the first pixel's first float on, NHWC.</param>
    /// <param name="destinationRowPitch">Pixels from one row to the next.</param>
    /// <param name="relu">Whether negative results become zero.</param>
    /// <exception cref="ArgumentException">A span is shorter than the image needs.</exception>
    public void Run(ReadOnlySpan<float> source, int sourceRowPitch, Span<float> destination, int destinationRowPitch, bool relu)
    {
        long read = ((Shape.Height + Shape.KernelHeight - 2L) * sourceRowPitch) + Shape.Width + Shape.KernelWidth - 1 + KernelConstants.SlackFloats;
        long written = ((((Shape.PooledHeight - 1L) * destinationRowPitch) + Shape.PooledWidth) * Shape.OutputChannels);
        if (source.Length < read || destination.Length < written)
            throw new ArgumentException($"expected {read} floats to read and {written} to write, got {source.Length} and {destination.Length}");
        fixed (float* from = source, to = destination)
        {
            switch (_instructionSet)
            {
                case InstructionSet.Vector512:
                    RunGroups<Vector512<float>, Lanes512>(from, sourceRowPitch, to, destinationRowPitch, relu);
                    break;
                case InstructionSet.Vector256:
                    RunGroups<Vector256<float>, Lanes256>(from, sourceRowPitch, to, destinationRowPitch, relu);
                    break;
                case InstructionSet.Vector128:
                    RunGroups<Vector128<float>, Lanes128>(from, sourceRowPitch, to, destinationRowPitch, relu);
                    break;
                default:
                    RunGroups<float, ScalarLanes>(from, sourceRowPitch, to, destinationRowPitch, relu);
                    break;
            }
        }
    }

    private void RunGroups<TVector, TLanes>(float* source, int sourcePitch, float* destination, int destinationPitch, bool relu)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        int taps = Shape.KernelHeight * Shape.KernelWidth;
        fixed (float* weights = _weights, bias = _bias)
        {
            for (int first = 0; first < Shape.OutputChannels; first += MaxChannels)
            {
                var image = new Image(source, sourcePitch, destination + first, destinationPitch, weights + (first * taps), bias + first, relu);
                switch (Math.Min(MaxChannels, Shape.OutputChannels - first))
                {
                    case 1:
                        Run<TVector, TLanes, One>(image);
                        break;
                    case 2:
                        Run<TVector, TLanes, Two>(image);
                        break;
                    case 3:
                        Run<TVector, TLanes, Three>(image);
                        break;
                    case 4:
                        Run<TVector, TLanes, Four>(image);
                        break;
                    case 5:
                        Run<TVector, TLanes, Five>(image);
                        break;
                    default:
                        Run<TVector, TLanes, Six>(image);
                        break;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TVector, TLanes, TChannels>(in Image image)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TChannels : ICount
    {
        int step = Math.Max(2, TLanes.Width);
        float* tall = stackalloc float[TChannels.Value * WidestVector];
        for (int y = 0; y < Shape.PooledHeight; y++)
        {
            float* upper = image.Source + (2L * y * image.SourcePitch);
            float* lower = image.Source + (Math.Min((2L * y) + 1, Shape.Height - 1) * image.SourcePitch);
            for (int x = 0; x < Shape.Width; x += step)
            {
                int columns = Math.Min(step, Shape.Width - x);
                bool pairInLanes = TLanes.Width > 1 && columns % 2 == 0; // a last single column has no neighbour
                for (int part = 0; part < step; part += TLanes.Width)
                    Columns<TVector, TLanes, TChannels>(image, upper + x + part, lower + x + part, tall + part, step, pairInLanes);
                float* to = image.Destination + ((((long)y * image.DestinationPitch) + (x / 2)) * Shape.OutputChannels);
                if (pairInLanes)
                    Spread<TChannels>(tall, to, step, columns / 2);
                else
                    Pool<TChannels>(image.Relu, tall, to, step, columns);
            }
        }
    }

    // Lane l is column x + l; each weight is broadcast against the columns of both rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Columns<TVector, TLanes, TChannels>(in Image image, float* upper, float* lower, float* tall, int stride, bool pairInLanes)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TChannels : ICount
    {
        float* w = image.Weights;
        TVector u0 = Bias<TVector, TLanes, TChannels>(image, 0), u1 = Bias<TVector, TLanes, TChannels>(image, 1), u2 = Bias<TVector, TLanes, TChannels>(image, 2);
        TVector u3 = Bias<TVector, TLanes, TChannels>(image, 3), u4 = Bias<TVector, TLanes, TChannels>(image, 4), u5 = Bias<TVector, TLanes, TChannels>(image, 5);
        TVector l0 = u0, l1 = u1, l2 = u2, l3 = u3, l4 = u4, l5 = u5;
        for (int ky = 0; ky < Shape.KernelHeight; ky++)
        {
            for (int kx = 0; kx < Shape.KernelWidth; kx++)
            {
                TVector a = TLanes.Load(upper + kx), b = TLanes.Load(lower + kx);
                Multiply<TVector, TLanes>(w, a, b, ref u0, ref l0);
                if (TChannels.Value > 1)
                    Multiply<TVector, TLanes>(w + 1, a, b, ref u1, ref l1);
                if (TChannels.Value > 2)
                    Multiply<TVector, TLanes>(w + 2, a, b, ref u2, ref l2);
                if (TChannels.Value > 3)
                    Multiply<TVector, TLanes>(w + 3, a, b, ref u3, ref l3);
                if (TChannels.Value > 4)
                    Multiply<TVector, TLanes>(w + 4, a, b, ref u4, ref l4);
                if (TChannels.Value > 5)
                    Multiply<TVector, TLanes>(w + 5, a, b, ref u5, ref l5);
                w += TChannels.Value;
            }

            upper += image.SourcePitch;
            lower += image.SourcePitch;
        }

        Finish<TVector, TLanes>(image.Relu, TLanes.MaxNative(l0, u0), tall, pairInLanes);
        if (TChannels.Value > 1)
            Finish<TVector, TLanes>(image.Relu, TLanes.MaxNative(l1, u1), tall + stride, pairInLanes);
        if (TChannels.Value > 2)
            Finish<TVector, TLanes>(image.Relu, TLanes.MaxNative(l2, u2), tall + (2 * stride), pairInLanes);
        if (TChannels.Value > 3)
            Finish<TVector, TLanes>(image.Relu, TLanes.MaxNative(l3, u3), tall + (3 * stride), pairInLanes);
        if (TChannels.Value > 4)
            Finish<TVector, TLanes>(image.Relu, TLanes.MaxNative(l4, u4), tall + (4 * stride), pairInLanes);
        if (TChannels.Value > 5)
            Finish<TVector, TLanes>(image.Relu, TLanes.MaxNative(l5, u5), tall + (5 * stride), pairInLanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Bias<TVector, TLanes, TChannels>(in Image image, int channel)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TChannels : ICount => channel < TChannels.Value ? TLanes.Broadcast(image.Bias[channel]) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TVector, TLanes>(float* weight, TVector upper, TVector lower, ref TVector upperSum, ref TVector lowerSum)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        var broadcast = TLanes.Broadcast(*weight);
        upperSum = TLanes.MultiplyAdd(upper, broadcast, upperSum);
        lowerSum = TLanes.MultiplyAdd(lower, broadcast, lowerSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TVector, TLanes>(bool relu, TVector larger, float* tall, bool pairInLanes)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        if (pairInLanes)
            larger = TLanes.MaxOfPairs(larger);
        TLanes.Store(tall, relu ? TLanes.Relu(larger) : larger);
    }

    // From a vector for each channel to pixels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Spread<TChannels>(float* tall, float* to, int stride, int pixels)
        where TChannels : ICount
    {
        for (int i = 0; i < pixels; i++)
        {
            for (int c = 0; c < TChannels.Value; c++)
                to[c] = tall[(c * stride) + i];
            to += Shape.OutputChannels;
        }
    }

    // The same with pairs still apart; a last single column stands for itself.
    private void Pool<TChannels>(bool relu, float* tall, float* to, int stride, int columns)
        where TChannels : ICount
    {
        for (int i = 0; i < columns; i += 2)
        {
            int right = Math.Min(i + 1, columns - 1);
            for (int c = 0; c < TChannels.Value; c++)
            {
                float* pair = tall + (c * stride);
                float best = pair[right] > pair[i] ? pair[right] : pair[i];
                to[c] = relu && best < 0 ? 0 : best;
            }

            to += Shape.OutputChannels;
        }
    }

    private readonly struct Image(float* source, int sourcePitch, float* destination, int destinationPitch, float* weights, float* bias, bool relu)
    {
        public readonly float* Source = source;
        public readonly int SourcePitch = sourcePitch;
        public readonly float* Destination = destination;
        public readonly int DestinationPitch = destinationPitch;
        public readonly float* Weights = weights;
        public readonly float* Bias = bias;
        public readonly bool Relu = relu;
    }
}
