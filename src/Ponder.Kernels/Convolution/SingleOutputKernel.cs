using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>A convolution with one output channel, as halting scores have.</summary>
/// <remarks>
/// <para>
/// With output channels in the lanes fifteen of sixteen would idle. Here the window's floats lie in the lanes, run by run as they
/// lie in memory, and four rows of the list are summed side by side, so that they share the loads of weights.
/// </para>
/// <para>
/// Every sum is sixteen partial sums, lane l over floats l, l + 16, ... of each run, then a tree over the lanes, then the bias:
/// bit-identical for any list of rows and any instruction set. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed unsafe class SingleOutputKernel : IConvolutionKernel
{
    private const int Block = 16;
    private const int SideBySide = 4;

    private readonly float[] _weights; // [kernel row][kernel column][input channel]
    private readonly float _bias;
    private readonly InstructionSet _instructionSet;

    /// <summary>Packs the weights.</summary>
    /// <param name="shape">Channels and window; see <see cref="Fits"/>.</param>
    /// <param name="weights">[1, I, kh, kw], as ONNX stores them.</param>
    /// <param name="bias">[1], or empty for none.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">The shape is another one, lengths do not fit it, or the CPU lacks the instruction set.</exception>
    public SingleOutputKernel(ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, InstructionSet? instructionSet = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!Fits(shape))
            throw new ArgumentException($"shape: expected one output, channels by sixteens and columns side by side, got {shape}", nameof(shape));
        int places = shape.KernelHeight * shape.KernelWidth;
        if (weights.Length != (long)places * shape.InputChannels)
            throw new ArgumentException($"weights: expected {(long)places * shape.InputChannels} floats, got {weights.Length}", nameof(weights));
        if (bias.Length > 1)
            throw new ArgumentException($"bias: expected one float, got {bias.Length}", nameof(bias));
        (Shape, _bias, _instructionSet) = (shape, bias.IsEmpty ? 0 : bias[0], InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best));
        _weights = new float[weights.Length];
        for (int place = 0; place < places; place++)
        {
            for (int c = 0; c < shape.InputChannels; c++)
                _weights[(place * shape.InputChannels) + c] = weights[(c * places) + place];
        }
    }

    /// <summary>Channels and window.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>Whether a convolution is one of these.</summary>
    public static bool Fits(ConvolutionShape shape) =>
        shape is { OutputChannels: 1, Groups: 1, DilationWidth: 1 } && shape.InputChannels % Block == 0;

    /// <inheritdoc/>
    public void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int sourceOffset, ReadOnlySpan<int> sourcePixels,
        Span<float> destination, ReadOnlySpan<int> destinationPixels, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups = default)
    {
        RowChecks.Lists(sourcePixels, destination.Length, destinationPixels, epilogue.Residual.Length, channels: 1);
        var window = new WindowPart(0, Shape.KernelHeight, 0, Shape.KernelWidth);
        ReadOnlySpan<RowGroup> all = sourcePixels.IsEmpty ? [] : [new RowGroup(sourcePixels.Length, window)];
        fixed (float* from = source, to = destination, residual = epilogue.Residual, weights = _weights)
        {
            int start = 0;
            foreach (var group in groups.IsEmpty ? all : groups)
            {
                RowChecks.Group(group, sourcePixels.Length - start, window);
                var runs = Runs.Of(Shape, group.Part, sourceRowPitch);
                var rows = sourcePixels.Slice(start, group.Count);
                RowChecks.Windows(source.Length, rows, Shape.InputChannels, sourceOffset + runs.First, (long)sourceOffset + runs.First + ((long)(runs.Count - 1) * runs.Pitch) + runs.Length);
                Run(from + sourceOffset + runs.First, rows, to, destinationPixels.Slice(start, group.Count), residual, weights + runs.Weights, runs, epilogue.Range ?? ActivationRange.All);
                start += group.Count;
            }

            if (start != sourcePixels.Length)
                throw new ArgumentException($"groups: expected {sourcePixels.Length} rows, got {start}", nameof(groups));
        }
    }

    private void Run(
        float* source, ReadOnlySpan<int> sourcePixels, float* destination, ReadOnlySpan<int> destinationPixels, float* residual, float* weights, in Runs runs, ActivationRange range)
    {
        float* sums = stackalloc float[SideBySide * Block];
        for (int row = 0; row < sourcePixels.Length; row += SideBySide)
        {
            int count = Math.Min(SideBySide, sourcePixels.Length - row);
            var windows = new Windows(source, sourcePixels.Slice(row, count), Shape.InputChannels);
            switch (_instructionSet)
            {
                case InstructionSet.Vector512:
                    Sum<Vector512<float>, Lanes512>(windows, weights, runs, sums);
                    break;
                case InstructionSet.Vector256:
                    Sum<Vector256<float>, Lanes256>(windows, weights, runs, sums);
                    break;
                case InstructionSet.Vector128:
                    Sum<Vector128<float>, Lanes128>(windows, weights, runs, sums);
                    break;
                default:
                    Sum<float, ScalarLanes>(windows, weights, runs, sums);
                    break;
            }

            for (int i = 0; i < count; i++)
            {
                int to = destinationPixels[row + i];
                float sum = Tree(sums + (i * Block)) + _bias;
                if (residual is not null)
                    sum += residual[to];
                // As the other kernels: no number stays none.
                destination[to] = sum < range.Least ? range.Least : sum > range.Most ? range.Most : sum;
            }
        }
    }

    // Compiled for good at once: loops that wait for the runtime's tiers run at half the speed for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum<TVector, TLanes>(in Windows windows, float* weights, in Runs runs, float* sums)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        for (int lane = 0; lane < Block; lane += TLanes.Width)
        {
            TVector s0 = default, s1 = default, s2 = default, s3 = default;
            for (int run = 0; run < runs.Count; run++)
            {
                long at = (long)run * runs.Pitch;
                float* w = weights + (run * runs.WeightPitch) + lane;
                float* a = windows.A + at + lane, b = windows.B + at + lane, c = windows.C + at + lane, d = windows.D + at + lane;
                for (int i = 0; i < runs.Length; i += Block)
                {
                    var weight = TLanes.Load(w + i);
                    s0 = TLanes.MultiplyAdd(TLanes.Load(a + i), weight, s0);
                    s1 = TLanes.MultiplyAdd(TLanes.Load(b + i), weight, s1);
                    s2 = TLanes.MultiplyAdd(TLanes.Load(c + i), weight, s2);
                    s3 = TLanes.MultiplyAdd(TLanes.Load(d + i), weight, s3);
                }
            }

            TLanes.Store(sums + lane, s0);
            TLanes.Store(sums + Block + lane, s1);
            TLanes.Store(sums + (2 * Block) + lane, s2);
            TLanes.Store(sums + (3 * Block) + lane, s3);
        }
    }

    // Halves onto halves: 16 lanes to 8, 4, 2 and 1.
    private static float Tree(float* lanes)
    {
        var quarter = (Vector128.Load(lanes) + Vector128.Load(lanes + 8)) + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));
        return (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
    }

    /// <summary>The runs of neighbouring floats that a window consists of.</summary>
    /// <param name="First">First float of the first run, from the window's start.</param>
    /// <param name="Count">Runs: rows of the window.</param>
    /// <param name="Length">Floats of a run.</param>
    /// <param name="Pitch">Floats from run to run.</param>
    /// <param name="Weights">First weight of the first run.</param>
    /// <param name="WeightPitch">Weights from run to run.</param>
    private readonly record struct Runs(int First, int Count, int Length, int Pitch, int Weights, int WeightPitch)
    {
        public static Runs Of(ConvolutionShape shape, in WindowPart part, int rowPitch)
        {
            int channels = shape.InputChannels, pitch = shape.DilationHeight * rowPitch * channels, weightPitch = shape.KernelWidth * channels;
            int column = part.FirstColumn * channels;
            return new((part.FirstRow * pitch) + column, part.Rows, part.Columns * channels, pitch, (part.FirstRow * weightPitch) + column, weightPitch);
        }
    }

    // Where the windows of four rows start; those that are missing look at the first.
    private readonly struct Windows(float* source, ReadOnlySpan<int> pixels, int channels)
    {
        public readonly float* A = source + ((long)pixels[0] * channels);
        public readonly float* B = source + ((long)pixels[pixels.Length > 1 ? 1 : 0] * channels);
        public readonly float* C = source + ((long)pixels[pixels.Length > 2 ? 2 : 0] * channels);
        public readonly float* D = source + ((long)pixels[pixels.Length > 3 ? 3 : 0] * channels);
    }
}
