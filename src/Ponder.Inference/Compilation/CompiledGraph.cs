using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>A graph made ready to run: layouts, kernels with packed weights, segments. Immutable; shared by all threads.</summary>
internal sealed class CompiledGraph
{
    private readonly Func<string, (TensorLayout? Layout, int Segment)> _find;

    public CompiledGraph(
        IReadOnlyList<TensorLayout> layouts, IReadOnlyList<TensorLayout> feeds, IReadOnlyList<TensorLayout> outputs,
        IReadOnlyList<CompiledSegment> segments, IReadOnlyList<Gate> gates, Func<string, (TensorLayout? Layout, int Segment)> find, IReadOnlyList<PositionMask> masks,
        CompiledPass[] passes, int chunkSize)
    {
        (Layouts, Feeds, Outputs, Segments, Masks, Passes, ChunkSize) = (layouts, feeds, outputs, [.. segments], masks, passes, chunkSize);
        var found = gates.Select(gate => find(gate.Condition)).ToArray();
        (_find, Gates, GateSegments) = (find, [.. found.Select(gate => gate.Layout)], [.. found.Select(gate => gate.Segment)]);
    }

    public IReadOnlyList<TensorLayout> Layouts { get; }

    /// <summary>Tensors that the caller feeds, in the order of the feeds.</summary>
    public IReadOnlyList<TensorLayout> Feeds { get; }

    /// <summary>Tensors that the caller asked for, in that order.</summary>
    public IReadOnlyList<TensorLayout> Outputs { get; }

    public CompiledSegment[] Segments { get; }

    /// <summary>How samples run through the segments.</summary>
    public CompiledPass[] Passes { get; }

    /// <summary>The condition of each gate in decision order; null where nothing here asks it.</summary>
    public TensorLayout?[] Gates { get; }

    /// <summary>The index of the segment that decides each gate; -1 where nothing here does.</summary>
    public int[] GateSegments { get; }

    /// <summary>Where a tensor of the graph lies and the index of the segment that writes it: null and -1 where nothing here does.</summary>
    public (TensorLayout? Layout, int Segment) Find(string tensor) => _find(tensor);

    /// <summary>Positions at which layers are asked.</summary>
    public IReadOnlyList<PositionMask> Masks { get; }

    /// <summary>Samples that a workspace holds at once; larger batches run in chunks, which no answer depends on.</summary>
    public int ChunkSize { get; }
}
