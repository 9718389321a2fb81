using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>Cuts a network into passes: where a segment's weights outweigh the images that come to it, those that go on are collected first.</summary>
internal static class PassPlanner
{
    private const int CacheBytes = 768 * 1024; // about three quarters of a second-level cache
    private const int WorkspaceBytes = 32 * 1024 * 1024;
    private const int LargestChunk = 64;

    /// <summary>The passes of a network, in order.</summary>
    public static CompiledPass[] Plan(GraphView view, IReadOnlyList<IReadOnlyList<FusedOperator>> segments, LayoutPlan plan)
    {
        var passes = new List<CompiledPass>();
        for (int s = 0; s < segments.Count; s++)
        {
            long[] weights = [.. segments[s].SelectMany(fused => view.InputsOf(fused.Node)).Where(view.IsConstant).Select(name => view.ShapeOf(name).SampleLength * sizeof(float))];
            long images = 2 * segments[s].SelectMany(fused => fused.Reads(view).Append(fused.Output)).Where(plan.Layouts.ContainsKey)
                .Select(name => Bytes(plan.Layouts[name])).DefaultIfEmpty().Max(); // what a layer reads and what it writes
            int samples = (int)Math.Clamp(Math.Max(CacheBytes, weights.DefaultIfEmpty().Max()) / Math.Max(1, images), 1, LargestChunk);
            if (passes is [.., var pass] && weights.Sum() <= pass.Samples * images)
                passes[^1] = pass with { End = s + 1, Samples = Math.Min(pass.Samples, samples) };
            else
                passes.Add(new CompiledPass(s, s + 1, samples));
        }

        return [.. passes];
    }

    /// <summary>Samples that a workspace holds: those of the only pass, or as many as a bounded memory allows, so that those that go on are enough.</summary>
    public static int ChunkSize(LayoutPlan plan, CompiledPass[] passes)
    {
        int least = passes.Select(pass => pass.Samples).DefaultIfEmpty(1).Min(); // what only passes tensors on has none
        long bytes = plan.Layouts.Values.GroupBy(layout => layout.Slot).Sum(slot => slot.Max(Bytes));
        return passes.Length <= 1 ? least : (int)Math.Clamp(WorkspaceBytes / Math.Max(1, bytes), least, LargestChunk);
    }

    private static long Bytes(TensorLayout layout) => layout.SampleStride * (long)sizeof(float);
}
