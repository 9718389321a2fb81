using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>A graph made ready to run: layouts, kernels with packed weights, segments. Immutable; shared by all threads.</summary>
internal sealed class CompiledGraph
{
    // About three quarters of a second-level cache: a chunk's activations should stay there.
    private const int ChunkBytes = 768 * 1024;
    private const int LargestChunk = 64;

    public CompiledGraph(
        IReadOnlyList<TensorLayout> layouts, IReadOnlyList<TensorLayout> feeds, IReadOnlyList<TensorLayout> outputs,
        IReadOnlyList<CompiledSegment> segments, IReadOnlyList<TensorLayout?> gates)
    {
        (Layouts, Feeds, Outputs, Segments, Gates) = (layouts, feeds, outputs, [.. segments], [.. gates]);
        long bytes = Math.Max(1, layouts.Sum(layout => (long)layout.SampleStride * sizeof(float)));
        ChunkSize = (int)Math.Clamp(ChunkBytes / bytes, 1, LargestChunk);
    }

    public IReadOnlyList<TensorLayout> Layouts { get; }

    /// <summary>Tensors that the caller feeds, in the order of the feeds.</summary>
    public IReadOnlyList<TensorLayout> Feeds { get; }

    /// <summary>Tensors that the caller asked for, in that order.</summary>
    public IReadOnlyList<TensorLayout> Outputs { get; }

    public CompiledSegment[] Segments { get; }

    /// <summary>The condition of each gate in decision order; null where nothing here asks it.</summary>
    public TensorLayout?[] Gates { get; }

    /// <summary>Samples that a workspace holds at once; larger batches run in chunks, which no answer depends on.</summary>
    public int ChunkSize { get; }
}
