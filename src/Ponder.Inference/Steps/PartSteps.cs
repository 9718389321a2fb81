using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Slice, Split and Concat of tensors of any shape, element by element.</summary>
internal static class PartSteps
{
    /// <summary>The step, or null when the operator is none of these or is not of floats.</summary>
    public static IStep? Create(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        if (output.Info.ElementType != ElementType.Float32)
            return null;
        if (fused.Node.OpType == "Concat")
            return Concat(fused.Node, inputs, output);
        return inputs[0] is { Constant: null } source && Part(view, fused.Node, fused.Part) is { } part ? Slice(part, source, output) : null;
    }

    /// <summary>The part that a Slice, or one output of a Split, takes; null for other operators.</summary>
    public static SliceGeometry? Part(GraphView view, GraphNode node, int output) => node.OpType switch
    {
        "Slice" => SliceGeometry.Of(view.Graph, node),
        "Split" => SplitGeometry.Of(view.Graph, node)?[output],
        _ => null,
    };

    private static RearrangeStep Slice(SliceGeometry part, TensorLayout source, TensorLayout output)
    {
        int[] strides = ElementPlaces.Strides(ElementPlaces.SampleSizes(source));
        int start = strides.Select((stride, axis) => stride * part.Starts[axis + 1]).Sum();
        int[] steps = [.. strides.Select((stride, axis) => stride * part.Steps[axis + 1])];
        int[] elements = ElementPlaces.Counted(new int[steps.Length], ElementPlaces.SampleSizes(output), steps);
        return RearrangeStep.Filling(elements.Select(element => start + element), source, output);
    }

    private static SequenceStep? Concat(GraphNode node, TensorLayout?[] inputs, TensorLayout output)
    {
        int axis = node.GetInt("axis", 0);
        axis = (axis < 0 ? axis + output.Info.Shape.Rank : axis) - 1; // of a sample
        if (axis < 0 || inputs.Any(input => input is not { Constant: null }))
            return null;
        int[] strides = ElementPlaces.Strides(ElementPlaces.SampleSizes(output)), starts = new int[strides.Length];
        var parts = new List<RearrangeStep>();
        foreach (var source in inputs.OfType<TensorLayout>())
        {
            int[] sizes = ElementPlaces.SampleSizes(source);
            int[] elements = ElementPlaces.Counted(starts, sizes, strides);
            parts.Add(new RearrangeStep(ElementPlaces.All(source), ElementPlaces.Of(output, elements), source, output));
            starts[axis] += sizes[axis];
        }

        return new SequenceStep([.. parts]);
    }
}
