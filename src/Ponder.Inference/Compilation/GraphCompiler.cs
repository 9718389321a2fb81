using Ponder.Graph;
using Ponder.Inference.Steps;

namespace Ponder.Inference.Compilation;

/// <summary>Turns a graph into steps: finds what runs, what one step can compute, where tensors lie, and makes the steps.</summary>
internal static class GraphCompiler
{
    // Bounds on what a file can make the engine allocate: half a gigabyte of activations, and a picture of 1080 lines.
    private const int MostElements = 1 << 27;
    private const int MostPixels = 1 << 21;

    /// <summary>Compiles what some outputs need.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="feeds">Tensors that the caller feeds, with the shapes that it feeds them in.</param>
    /// <param name="outputs">Tensors that the caller asks for.</param>
    /// <param name="positions">Whether gates by position save work.</param>
    /// <exception cref="UnsupportedOperatorException">The engine lacks operators; all nodes are listed.</exception>
    public static CompiledGraph Compile(GatedGraph graph, IReadOnlyList<TensorInfo> feeds, IReadOnlyList<string> outputs, bool positions = true)
    {
        if (graph.ShapeFaults.Count > 0)
            throw new UnsupportedOperatorException(graph.Source, graph.ShapeFaults);
        ThrowIfAny(graph, [.. outputs.Where(output => graph.FindTensor(output) is null).Select(output => $"tensor '{output}': expected a known shape, got none")]);
        ThrowIfNotComputed(graph, feeds, outputs);
        var view = new GraphView(graph, feeds, outputs, positions);
        var operators = FusionFinder.Find(view);
        FusedOperator[] order = [.. operators.SelectMany(segment => segment)];
        ThrowIfAny(graph, [.. FindMixed(feeds.Concat(order.Select(fused => graph.Tensor(fused.Output))))]);
        var layouts = LayoutPlanner.Plan(view, order);
        var passes = PassPlanner.Plan(view, operators, layouts);
        var plan = SlotPlanner.Share(view, order, layouts, passes.Length > 1);
        ThrowIfTooLarge(graph, plan);
        var masks = new PositionMasks(view, plan.Layouts);
        var segments = Segments(view, operators, plan, masks);
        return new CompiledGraph(
            [.. plan.Layouts.Values],
            [.. feeds.Select(feed => plan.Layouts[feed.Name])],
            [.. view.Outputs.Select(output => plan.Layouts[output])],
            segments,
            view.Analysis.Gates,
            tensor => Find(view.Resolve(tensor)),
            masks.Made,
            passes,
            PassPlanner.ChunkSize(plan, passes));

        (TensorLayout? Layout, int Segment) Find(string tensor) =>
            (plan.Layouts.GetValueOrDefault(tensor), operators.ToList().FindIndex(segment => segment.Any(fused => fused.Output == tensor)));
    }

    // Every buffer holds sample after sample: a first size that is neither the batch nor 1 has no place there.
    private static IEnumerable<string> FindMixed(IEnumerable<TensorInfo> tensors) =>
        from tensor in tensors
        where !tensor.Shape.HasBatch && tensor.Shape.Rank > 0 && tensor.Shape[0] != 1
        select $"tensor '{tensor.Name}': expected samples in front, got {tensor.Shape}";

    private static void ThrowIfAny(GatedGraph graph, List<string> faults)
    {
        if (faults.Count > 0)
            throw new UnsupportedOperatorException(graph.Source, faults);
    }

    private static List<CompiledSegment> Segments(
        GraphView view, IReadOnlyList<IReadOnlyList<FusedOperator>> operators, LayoutPlan plan, PositionMasks masks)
    {
        var factory = new StepFactory(view, plan.Layouts, masks);
        var segments = new List<CompiledSegment>();
        var faults = new List<string>();
        for (int s = 0; s < operators.Count; s++)
        {
            var steps = new List<IStep>();
            long masked = factory.MaskedMacs;
            foreach (var fused in operators[s].Where(fused => !plan.Views.Contains(fused.Output)))
            {
                if (factory.Create(fused) is { } step)
                    steps.Add(step);
                else
                    faults.Add($"node '{fused.Node.Name}' ({fused.Node.OpType}) does not run on the engine with {view.Graph.Tensor(fused.Output)}");
            }

            segments.Add(new CompiledSegment(view.Segments[s].Demand, [.. steps], view.Analysis.Segments[s].Macs - (factory.MaskedMacs - masked)));
        }

        ThrowIfAny(view.Graph, faults);
        return segments;
    }

    private static void ThrowIfNotComputed(GatedGraph graph, IReadOnlyList<TensorInfo> feeds, IReadOnlyList<string> outputs)
    {
        string[] faults =
        [
            .. from output in outputs
               where graph.IsConstant(output) && feeds.All(feed => feed.Name != output)
               select $"output '{output}': expected a tensor that is computed, got a constant",
            .. from info in feeds.Concat(outputs.Select(graph.Tensor))
               where info.ElementType is not (ElementType.Float32 or ElementType.Int64 or ElementType.Boolean)
               select $"tensor '{info.Name}': expected float32, int64 or bool, got {info.ElementType}",
        ];
        if (faults.Length > 0)
            throw new UnsupportedOperatorException(graph.Source, faults);
    }

    private static void ThrowIfTooLarge(GatedGraph graph, LayoutPlan plan)
    {
        var slots = plan.Layouts.Values.GroupBy(layout => layout.Slot).Select(slot => slot.MaxBy(layout => layout.MostElements)!).ToArray();
        if (plan.Layouts.Values.FirstOrDefault(layout => layout.MostPixels > MostPixels) is { } wide)
            throw new UnsupportedOperatorException(graph.Source, [$"tensor '{wide.Info.Name}': expected at most {MostPixels} pixels with padding, got {wide.Info.Shape}"]);
        if (slots.Aggregate(Int128.Zero, (sum, slot) => sum + slot.MostElements) is var elements && elements > MostElements)
            throw new UnsupportedOperatorException(graph.Source, [$"expected at most {MostElements} elements of all activations of a sample, got {elements}"]);
    }
}
