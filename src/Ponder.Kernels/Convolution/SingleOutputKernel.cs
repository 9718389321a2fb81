using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>A convolution with one output channel, as halting scores have.</summary>
/// <remarks>
/// <para>
/// With output channels in the lanes fifteen of sixteen would idle. Here the window's floats lie in the lanes, run by run as they
/// lie in memory, and eight rows of the list are summed side by side, so that they share the loads of weights and the adding up of lanes.
/// </para>
/// <para>
/// Every sum is sixteen partial sums, lane l over floats l, l + 16, ... of each run, then a tree over the lanes, then the bias:
/// bit-identical for any list of rows and any instruction set. Immutable and thread-safe.
/// </para>
/// </remarks>
public sealed unsafe class SingleOutputKernel : IConvolutionKernel
{
    private const int Block = 16;
    private const int Rows = LaneSums.Rows; // as many sums as two multipliers need to be busy

    private readonly float[] _weights; // [kernel row][kernel column][input channel], from a cache line on
    private readonly int _firstWeight;
    private readonly float _bias;
    private readonly float[] _placeBias = [];
    private readonly delegate*<float*, int*, int, float*, int*, Ending*, float*, Runs*, void> _run;

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
        (Shape, _bias) = (shape, bias.IsEmpty ? 0 : bias[0]);
        _run = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best) switch
        {
            InstructionSet.Vector512 => &Run<Vector512<float>, Lanes512>,
            InstructionSet.Vector256 => &Run<Vector256<float>, Lanes256>,
            InstructionSet.Vector128 => &Run<Vector128<float>, Lanes128>,
            _ => &Run<float, ScalarLanes>,
        };
        _weights = GC.AllocateArray<float>(weights.Length + Block, pinned: true);
        _firstWeight = (int)((Block - ((long)Unsafe.AsPointer(ref _weights[0]) / sizeof(float) % Block)) % Block); // pinned, so it stays
        for (int place = 0; place < places; place++)
        {
            for (int c = 0; c < shape.InputChannels; c++)
                _weights[_firstWeight + (place * shape.InputChannels) + c] = weights[(c * places) + place];
        }
    }

    /// <summary>Channels and window.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>What each place of the window adds where it lies on the image, [kh, kw], as offsets of a normalisation before do; empty for nothing. Then groups must leave out what lies beside it.</summary>
    /// <exception cref="ArgumentException">There is not one number for each place.</exception>
    public IReadOnlyList<float> PlaceBias
    {
        get => _placeBias;
        init => _placeBias = value.Count == 0 || value.Count == Shape.KernelHeight * Shape.KernelWidth
            ? [.. value]
            : throw new ArgumentException($"biases of places: expected {Shape.KernelHeight * Shape.KernelWidth} numbers, got {value.Count}", nameof(value));
    }

    /// <summary>Whether a convolution is one of these.</summary>
    public static bool Fits(ConvolutionShape shape) =>
        shape is { OutputChannels: 1, Groups: 1, DilationWidth: 1 } && shape.InputChannels % Block == 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int sourceOffset, ReadOnlySpan<int> sourcePixels,
        Span<float> destination, ReadOnlySpan<int> destinationPixels, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups = default)
    {
        RowChecks.Lists(sourcePixels, destination.Length, destinationPixels, epilogue.Residual.Length, channels: 1);
        var window = new WindowPart(0, Shape.KernelHeight, 0, Shape.KernelWidth);
        ReadOnlySpan<RowGroup> all = sourcePixels.IsEmpty ? [] : [new RowGroup(sourcePixels.Length, window)];
        fixed (float* from = source, to = destination, residual = epilogue.Residual, weights = _weights)
        fixed (int* windows = sourcePixels, results = destinationPixels)
        {
            int start = 0;
            foreach (var group in groups.IsEmpty ? all : groups)
            {
                RowChecks.Group(group, sourcePixels.Length - start, window);
                var ending = new Ending(Bias(group.Part), residual, epilogue.Range ?? ActivationRange.All);
                var runs = Runs.Of(Shape, group.Part, sourceRowPitch);
                var rows = sourcePixels.Slice(start, group.Count);
                RowChecks.Windows(source.Length, rows, Shape.InputChannels, sourceOffset + runs.First, (long)sourceOffset + runs.First + ((long)(runs.Count - 1) * runs.Pitch) + runs.Length);
                _run(from + sourceOffset + runs.First, windows + start, group.Count, to, results + start, &ending, weights + _firstWeight + runs.Weights, &runs);
                start += group.Count;
            }

            if (start != sourcePixels.Length)
                throw new ArgumentException($"groups: expected {sourcePixels.Length} rows, got {start}", nameof(groups));
        }
    }

    private float Bias(in WindowPart part)
    {
        float bias = _bias;
        for (int row = part.FirstRow; _placeBias.Length > 0 && row < part.FirstRow + part.Rows; row++)
        {
            for (int column = part.FirstColumn; column < part.FirstColumn + part.Columns; column++)
                bias += _placeBias[(row * Shape.KernelWidth) + column];
        }

        return bias;
    }

    // Compiled for good at once: loops that wait for the runtime's tiers run at half the speed for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    private static void Run<TVector, TLanes>(
        float* source, int* sourcePixels, int count, float* destination, int* destinationPixels, Ending* ending, float* weights, Runs* runs)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        float* room = stackalloc float[(Rows + 1) * Block];
        float* sums = (float*)(((nuint)room + (Block * sizeof(float)) - 1) & ~(nuint)((Block * sizeof(float)) - 1)); // what is stored over two cache lines is slow to load again
        int* last = stackalloc int[Rows];
        long length = runs->Length, pitch = runs->Pitch, weightPitch = runs->WeightPitch, channels = runs->Channels; // in registers
        int runCount = runs->Count;
        for (int row = 0; row < count; row += Rows)
        {
            int rows = Math.Min(Rows, count - row);
            int* from = sourcePixels + row;
            if (rows < Rows)
            {
                for (int i = 0; i < Rows; i++) // those that are missing look at the first
                    last[i] = from[i < rows ? i : 0];
                from = last;
            }

            float* a = source + (from[0] * channels);
            float* b = source + (from[1] * channels);
            float* c = source + (from[2] * channels);
            float* d = source + (from[3] * channels);
            float* e = source + (from[4] * channels);
            float* f = source + (from[5] * channels);
            float* g = source + (from[6] * channels);
            float* h = source + (from[7] * channels);
            Vector256<float> added = default;
            for (int lane = 0; lane < Block; lane += TLanes.Width)
            {
                TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
                float* w = weights;
                long start = lane;
                for (int run = runCount; run > 0; run--)
                {
                    long end = start + length;
                    for (long i = start; i < end; i += Block)
                    {
                        var weight = TLanes.Load(w + i);
                        s0 = TLanes.MultiplyAdd(TLanes.Load(a + i), weight, s0);
                        s1 = TLanes.MultiplyAdd(TLanes.Load(b + i), weight, s1);
                        s2 = TLanes.MultiplyAdd(TLanes.Load(c + i), weight, s2);
                        s3 = TLanes.MultiplyAdd(TLanes.Load(d + i), weight, s3);
                        s4 = TLanes.MultiplyAdd(TLanes.Load(e + i), weight, s4);
                        s5 = TLanes.MultiplyAdd(TLanes.Load(f + i), weight, s5);
                        s6 = TLanes.MultiplyAdd(TLanes.Load(g + i), weight, s6);
                        s7 = TLanes.MultiplyAdd(TLanes.Load(h + i), weight, s7);
                    }

                    start += pitch;
                    w += weightPitch - pitch; // read at the same distances as the rows
                }

                if (typeof(TVector) == typeof(Vector512<float>))
                {
                    added = LaneSums.OfEight(Wide(s0), Wide(s1), Wide(s2), Wide(s3), Wide(s4), Wide(s5), Wide(s6), Wide(s7));
                    continue;
                }

                TLanes.Store(sums + lane, s0);
                TLanes.Store(sums + Block + lane, s1);
                TLanes.Store(sums + (2 * Block) + lane, s2);
                TLanes.Store(sums + (3 * Block) + lane, s3);
                TLanes.Store(sums + (4 * Block) + lane, s4);
                TLanes.Store(sums + (5 * Block) + lane, s5);
                TLanes.Store(sums + (6 * Block) + lane, s6);
                TLanes.Store(sums + (7 * Block) + lane, s7);
            }

            if (typeof(TVector) != typeof(Vector512<float>))
                added = LaneSums.OfEight(sums);
            ending->Store(added, sums, destination, destinationPixels + row, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Wide<TVector>(TVector vector)
        where TVector : unmanaged => Unsafe.As<TVector, Vector512<float>>(ref vector);

    /// <summary>What becomes of a sum.</summary>
    private readonly struct Ending(float bias, float* residual, ActivationRange range)
    {
        private readonly Vector256<float> _bias = Vector256.Create(bias), _least = Vector256.Create(range.Least), _most = Vector256.Create(range.Most);
        private readonly float* _residual = residual;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(Vector256<float> sums, float* room, float* destination, int* pixels, int rows)
        {
            sums += _bias;
            if (_residual is not null)
            {
                for (int i = 0; i < rows; i++)
                    room[i] = _residual[pixels[i]];
                sums += Vector256.Load(room);
            }

            sums = Vector256.MinNative(_most, Vector256.MaxNative(_least, sums)); // as the other kernels: no number stays none
            if (rows < Rows)
            {
                sums.Store(room);
                for (int i = 0; i < rows; i++)
                    destination[pixels[i]] = room[i];
            }
            else if (Vector256.Load(pixels) == Vector256.Create(pixels[0]) + Vector256<int>.Indices)
            {
                sums.Store(destination + pixels[0]);
            }
            else
            {
                StoreFour(sums.GetLower(), destination, pixels);
                StoreFour(sums.GetUpper(), destination, pixels + (Rows / 2));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreFour(Vector128<float> sums, float* destination, int* pixels)
        {
            destination[pixels[0]] = sums[0];
            destination[pixels[1]] = sums[1];
            destination[pixels[2]] = sums[2];
            destination[pixels[3]] = sums[3];
        }
    }

    /// <summary>The runs of neighbouring floats that a window consists of.</summary>
    /// <param name="First">First float of the first run, from the window's start.</param>
    /// <param name="Count">Runs: rows of the window.</param>
    /// <param name="Length">Floats of a run.</param>
    /// <param name="Pitch">Floats from run to run.</param>
    /// <param name="Weights">First weight of the first run.</param>
    /// <param name="WeightPitch">Weights from run to run.</param>
    /// <param name="Channels">Floats of a pixel.</param>
    private readonly record struct Runs(int First, int Count, int Length, int Pitch, int Weights, int WeightPitch, int Channels)
    {
        public static Runs Of(ConvolutionShape shape, in WindowPart part, int rowPitch)
        {
            int channels = shape.InputChannels, pitch = shape.DilationHeight * rowPitch * channels, weightPitch = shape.KernelWidth * channels;
            int column = part.FirstColumn * channels;
            return new((part.FirstRow * pitch) + column, part.Rows, part.Columns * channels, pitch, (part.FirstRow * weightPitch) + column, weightPitch, channels);
        }
    }
}
