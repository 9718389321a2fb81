using System.Runtime.InteropServices;
using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Inference.Deadlines;
using Ponder.Kernels;

namespace Ponder.Inference;

/// <summary>The buffers of one thread: tensors for a chunk of samples. Allocated once; borders stay zero for good.</summary>
internal sealed class Workspace
{
    private const int CacheLineFloats = 16;

    private readonly Array[] _buffers;
    private readonly int[] _starts;
    private readonly MaskBuffer[] _masks;
    private readonly long[] _spent;
    private readonly int[] _order;
    private readonly int[] _active;
    private readonly int[] _from;
    private readonly int[] _to;

    public Workspace(CompiledGraph graph)
    {
        Graph = graph;
        _buffers = new Array[graph.Layouts.Max(layout => layout.Slot) + 1];
        _starts = new int[_buffers.Length];
        int mostPixels = 1;
        foreach (var slot in graph.Layouts.GroupBy(layout => layout.Slot))
        {
            var largest = slot.MaxBy(layout => layout.SampleStride)!;
            _buffers[slot.Key] = Allocate(largest, graph.ChunkSize);
            _starts[slot.Key] = largest.Constant is null ? FloatsToCacheLine(_buffers[slot.Key]) : 0;
        }

        foreach (var layout in graph.Layouts)
        {
            if (layout.IsImage)
                mostPixels = Math.Max(mostPixels, layout.SamplePixels);
        }

        _masks = [.. graph.Masks.Select(mask => new MaskBuffer(mask, graph.ChunkSize))];
        _spent = new long[graph.ChunkSize];
        _order = new int[graph.ChunkSize];
        _active = new int[graph.ChunkSize];
        _from = new int[graph.ChunkSize * mostPixels];
        _to = new int[graph.ChunkSize * mostPixels];
    }

    public CompiledGraph Graph { get; }

    public Span<T> All<T>(TensorLayout layout) => ((T[])_buffers[layout.Slot]).AsSpan(_starts[layout.Slot]);

    /// <summary>The elements of one sample; a constant's for every sample.</summary>
    public Span<T> Sample<T>(TensorLayout layout, int sample) =>
        All<T>(layout).Slice(sample * layout.SampleStride, layout.Constant is null ? layout.SampleStride : layout.SampleLength);

    /// <summary>One sample and what kernels may read behind it.</summary>
    public Span<float> SampleWithSlack(TensorLayout layout, int sample) =>
        All<float>(layout).Slice(sample * layout.SampleStride, layout.SampleStride + KernelConstants.SlackFloats);

    /// <summary>Room for a list of source rows, valid until the next step.</summary>
    public Span<int> SourceRows(int count) => _from.AsSpan(0, count);

    /// <summary>Room for a list of destination rows, valid until the next step.</summary>
    public Span<int> DestinationRows(int count) => _to.AsSpan(0, count);

    /// <summary>1 for every position of a sample at which a layer is asked, 0 for others; row by row, [H, W].</summary>
    public ReadOnlySpan<byte> Mask(PositionMask mask, int sample) => _masks[mask.Index].Of(this, sample);

    /// <summary>Counts multiply-adds that a step has done for a sample.</summary>
    public void Spend(int sample, long macs) => _spent[sample] += macs;

    /// <summary>Multiply-adds that the last run has done for a sample.</summary>
    public long Spent(int sample) => _spent[sample];

    /// <summary>Runs all segments on the first samples of the chunk, each on those that demand it.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="watch">Told before and behind each segment; it may change what gates say. Null for nobody.</param>
    /// <param name="cancellation">Asked before each segment.</param>
    /// <exception cref="OperationCanceledException">It was set; deeper segments have not run.</exception>
    public void Run(int count, RunWatch? watch = null, CancellationToken cancellation = default)
    {
        Begin(count, watch);
        foreach (var pass in Graph.Passes)
        {
            Order(count, Graph.Segments[pass.First].Demand);
            int together = watch is null ? pass.Samples : count; // a decision by the clock is one for all
            for (int start = 0; start < count; start += together)
            {
                var samples = _order.AsSpan(start, Math.Min(together, count - start));
                for (int segment = pass.First; segment < pass.End; segment++)
                    RunSegment(segment, samples, count, watch, cancellation);
            }
        }
    }

    /// <summary>The number of the last run that was begun.</summary>
    public int RunNumber { get; private set; }

    /// <summary>Begins a run of which <see cref="RunSegment"/> runs every segment in turn.</summary>
    /// <param name="count">Samples.</param>
    /// <param name="watch">As for the whole run.</param>
    /// <returns>Its number.</returns>
    public int Begin(int count, RunWatch? watch)
    {
        Array.Clear(_spent);
        foreach (var mask in _masks)
            mask.Reset();
        watch?.Begin(count);
        return ++RunNumber;
    }

    /// <summary>Runs one segment on the samples that demand it.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="together">Samples of the run to look at.</param>
    /// <param name="count">Samples of the run.</param>
    /// <param name="watch">As for the whole run.</param>
    /// <param name="cancellation">Asked before the segment.</param>
    /// <returns>Whether any sample demanded it.</returns>
    public bool RunSegment(int index, ReadOnlySpan<int> together, int count, RunWatch? watch, CancellationToken cancellation)
    {
        var segment = Graph.Segments[index];
        int active = 0;
        foreach (int sample in together)
        {
            if (IsAsked(segment.Demand, sample))
            {
                _active[active++] = sample;
                _spent[sample] += segment.Macs;
            }
        }

        if (active == 0)
            return false;
        cancellation.ThrowIfCancellationRequested();
        var samples = _active.AsSpan(0, active);
        watch?.Before(index, this, samples);
        foreach (var step in segment.Steps)
            step.Run(this, samples);
        watch?.After(index, this, count);
        return true;
    }

    // Those that demand a pass's first segment come first, so that they share its weights' way to the processor.
    private void Order(int count, Demand first)
    {
        int front = 0, back = count;
        for (int sample = 0; sample < count; sample++)
            _order[IsAsked(first, sample) ? front++ : --back] = sample;
    }

    private bool IsAsked(Demand demand, int sample) => demand.IsAlways || Holds(demand, sample);

    // Only gates that were decided for the sample are asked: formulas ask them in the order of decisions.
    private bool Holds(Demand demand, int sample)
    {
        while (demand.WhenTrue is not null)
            demand = IsOpen(Graph.Gates[demand.GateIndex]!, sample) ? demand.WhenTrue : demand.WhenFalse!; // what is asked has a place, and a formula with a gate both sides
        return demand.IsAlways;
    }

    // By position: anywhere. The border of a map is never true.
    private bool IsOpen(TensorLayout gate, int sample) => Sample<bool>(gate, sample) is var open && (open.Length == 1 ? open[0] : open.Contains(true));

    private static Array Allocate(TensorLayout layout, int samples)
    {
        int length = checked((layout.SampleStride * samples) + KernelConstants.SlackFloats + CacheLineFloats);
        return (layout.Info.ElementType, layout.Constant) switch
        {
            (ElementType.Float32, { } constant) => constant.Floats.ToArray(),
            (ElementType.Int64, { } constant) => constant.Int64s.ToArray(),
            (ElementType.Boolean, { } constant) => constant.Booleans.ToArray(),
            (ElementType.Float32, _) => GC.AllocateArray<float>(length, pinned: true),
            (ElementType.Int64, _) => new long[length],
            _ => new bool[length],
        };
    }

    // Pixels of 16 channels and more then start on cache lines: a vector that crosses one counts twice. The array is pinned.
    private static int FloatsToCacheLine(Array buffer)
    {
        if (buffer is not float[] floats)
            return 0;
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(floats, 0) / sizeof(float);
        return (int)((CacheLineFloats - (address % CacheLineFloats)) % CacheLineFloats);
    }
}
