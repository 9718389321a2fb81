using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ponder.Kernels;

/// <summary>A convolution with one output channel, as halting scores have.</summary>
/// <remarks>
/// <para>
/// With output channels in the lanes fifteen of sixteen would idle. Here the window's floats lie in the lanes, run by run as they
/// lie in memory, and rows of the list are summed side by side, so that they share the loads of weights: eight where they are neighbours in the image, else four.
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
    private const int Neighbours = 8; // as many sums as two multipliers need to be busy

    private readonly float[] _weights; // [kernel row][kernel column][input channel], from a cache line on
    private readonly int _firstWeight;
    private readonly float _bias;
    private readonly delegate*<float*, int*, int, float*, int*, Ending, float*, Runs, void> _run;

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
        fixed (int* windows = sourcePixels, results = destinationPixels)
        {
            var ending = new Ending(_bias, residual, epilogue.Range ?? ActivationRange.All);
            int start = 0;
            foreach (var group in groups.IsEmpty ? all : groups)
            {
                RowChecks.Group(group, sourcePixels.Length - start, window);
                var runs = Runs.Of(Shape, group.Part, sourceRowPitch);
                var rows = sourcePixels.Slice(start, group.Count);
                RowChecks.Windows(source.Length, rows, Shape.InputChannels, sourceOffset + runs.First, (long)sourceOffset + runs.First + ((long)(runs.Count - 1) * runs.Pitch) + runs.Length);
                _run(from + sourceOffset + runs.First, windows + start, group.Count, to, results + start, ending, weights + _firstWeight + runs.Weights, runs);
                start += group.Count;
            }

            if (start != sourcePixels.Length)
                throw new ArgumentException($"groups: expected {sourcePixels.Length} rows, got {start}", nameof(groups));
        }
    }

    // Compiled for good at once: loops that wait for the runtime's tiers run at half the speed for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVector, TLanes>(
        float* source, int* sourcePixels, int count, float* destination, int* destinationPixels, Ending ending, float* weights, Runs runs)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        float* room = stackalloc float[(Neighbours + 1) * Block];
        float* sums = (float*)(((nuint)room + (Block * sizeof(float)) - 1) & ~(nuint)((Block * sizeof(float)) - 1)); // what is stored over two cache lines is slow to load again
        long length = runs.Length, pitch = runs.Pitch, weightPitch = runs.WeightPitch, channels = runs.Channels; // in registers
        int runCount = runs.Count;
        for (int row = 0; row < count; row += SideBySide)
        {
            if (count - row >= Neighbours && AreNeighbours(sourcePixels + row))
            {
                SumNeighbours<TVector, TLanes>(source + (sourcePixels[row] * channels), weights, runs, sums);
                ending.Store(Trees(sums), destination, destinationPixels + row, SideBySide);
                row += SideBySide;
                ending.Store(Trees(sums + (SideBySide * Block)), destination, destinationPixels + row, SideBySide);
                continue;
            }

            // Those that are missing look at the first.
            int rows = Math.Min(SideBySide, count - row);
            float* a = source + (sourcePixels[row] * channels);
            float* b = source + (sourcePixels[row + (rows > 1 ? 1 : 0)] * channels);
            float* c = source + (sourcePixels[row + (rows > 2 ? 2 : 0)] * channels);
            float* d = source + (sourcePixels[row + (rows > 3 ? 3 : 0)] * channels);
            for (int lane = 0; lane < Block; lane += TLanes.Width)
            {
                TVector s0 = default, s1 = default, s2 = default, s3 = default;
                float* w = weights + lane;
                long at = lane;
                for (int run = runCount; run > 0; run--)
                {
                    for (long i = 0; i < length; i += Block)
                    {
                        var weight = TLanes.Load(w + i);
                        s0 = TLanes.MultiplyAdd(TLanes.Load(a + at + i), weight, s0);
                        s1 = TLanes.MultiplyAdd(TLanes.Load(b + at + i), weight, s1);
                        s2 = TLanes.MultiplyAdd(TLanes.Load(c + at + i), weight, s2);
                        s3 = TLanes.MultiplyAdd(TLanes.Load(d + at + i), weight, s3);
                    }

                    at += pitch;
                    w += weightPitch;
                }

                TLanes.Store(sums + lane, s0);
                TLanes.Store(sums + Block + lane, s1);
                TLanes.Store(sums + (2 * Block) + lane, s2);
                TLanes.Store(sums + (3 * Block) + lane, s3);
            }

            ending.Store(Trees(sums), destination, destinationPixels + row, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumNeighbours<TVector, TLanes>(float* first, float* weights, Runs runs, float* sums)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        long length = runs.Length, pitch = runs.Pitch, weightPitch = runs.WeightPitch, channels = runs.Channels; // in registers
        for (int lane = 0; lane < Block; lane += TLanes.Width)
        {
            TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            float* w = weights + lane;
            float* a = first + lane; // and the two behind it
            for (int run = runs.Count; run > 0; run--)
            {
                float* b = a + (3 * channels);
                float* c = b + (3 * channels);
                for (long i = 0; i < length; i += Block)
                {
                    var weight = TLanes.Load(w + i);
                    s0 = TLanes.MultiplyAdd(TLanes.Load(a + i), weight, s0);
                    s1 = TLanes.MultiplyAdd(TLanes.Load(a + channels + i), weight, s1);
                    s2 = TLanes.MultiplyAdd(TLanes.Load(a + (2 * channels) + i), weight, s2);
                    s3 = TLanes.MultiplyAdd(TLanes.Load(b + i), weight, s3);
                    s4 = TLanes.MultiplyAdd(TLanes.Load(b + channels + i), weight, s4);
                    s5 = TLanes.MultiplyAdd(TLanes.Load(b + (2 * channels) + i), weight, s5);
                    s6 = TLanes.MultiplyAdd(TLanes.Load(c + i), weight, s6);
                    s7 = TLanes.MultiplyAdd(TLanes.Load(c + channels + i), weight, s7);
                }

                a += pitch;
                w += weightPitch;
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
    }

    // Whether eight pixels lie side by side, in order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreNeighbours(int* pixels) => Vector256.Load(pixels) == Vector256.Create(pixels[0]) + Vector256<int>.Indices;

    // Of four rows, each: halves onto halves, 16 lanes to 8, 4, 2 and 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Trees(float* sums)
    {
        var (a, b) = (Pairs(sums), Pairs(sums + (2 * Block)));
        return Vector128.Create(a.GetLower(), b.GetLower()) + Vector128.Create(a.GetUpper(), b.GetUpper());
    }

    // Of two rows: lanes 0 and 1 of the one and the other, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Pairs(float* sums)
    {
        var pairs = Vector256.Shuffle(Vector256.Create(Quarter(sums), Quarter(sums + Block)), Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7));
        return pairs.GetLower() + pairs.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Quarter(float* lanes) =>
        (Vector128.Load(lanes) + Vector128.Load(lanes + 8)) + (Vector128.Load(lanes + 4) + Vector128.Load(lanes + 12));

    /// <summary>What becomes of a sum.</summary>
    private readonly struct Ending(float bias, float* residual, ActivationRange range)
    {
        private readonly Vector128<float> _bias = Vector128.Create(bias), _least = Vector128.Create(range.Least), _most = Vector128.Create(range.Most);
        private readonly float* _residual = residual;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(Vector128<float> sums, float* destination, int* pixels, int rows)
        {
            sums += _bias;
            if (_residual is not null)
                sums += Vector128.Create(_residual[pixels[0]], _residual[pixels[Math.Min(1, rows - 1)]], _residual[pixels[Math.Min(2, rows - 1)]], _residual[pixels[Math.Min(3, rows - 1)]]);
            sums = Vector128.MinNative(_most, Vector128.MaxNative(_least, sums)); // as the other kernels: no number stays none
            destination[pixels[0]] = sums[0];
            if (rows > 1)
                destination[pixels[1]] = sums[1];
            if (rows > 2)
                destination[pixels[2]] = sums[2];
            if (rows > 3)
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
