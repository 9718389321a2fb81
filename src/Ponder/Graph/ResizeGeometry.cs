namespace Ponder.Graph;

/// <summary>How a Resize node makes rows and columns of an image of those of another.</summary>
/// <param name="IsLinear">Whether neighbours are mixed; else the nearest is taken.</param>
/// <param name="Rows">What rows are made of.</param>
/// <param name="Columns">What columns are made of.</param>
public sealed record ResizeGeometry(bool IsLinear, ResizeAxis Rows, ResizeAxis Columns)
{
    private const int Largest = 1 << 15;

    /// <summary>Reads a Resize node of a graph; null when shape inference refused it.</summary>
    public static ResizeGeometry? Of(GatedGraph graph, GraphNode node) => Of(graph, node, graph.Tensor(node.Inputs[0]).Shape);

    /// <summary>
    /// Reads a Resize node, opset 11 on; null when it resizes more than rows and columns, its numbers are no constants, or it crops,
    /// antialiases, keeps an aspect ratio, or is cubic.
    /// </summary>
    internal static ResizeGeometry? Of(IConstantSource graph, GraphNode node, TensorShape input)
    {
        string mode = node.GetString("mode", "nearest"), coordinates = node.GetString("coordinate_transformation_mode", "half_pixel");
        bool isKnown = mode is "nearest" or "linear" && node.GetInt("antialias", 0) == 0 && node.GetInt("exclude_outside", 0) == 0
            && node.GetString("keep_aspect_ratio_policy", "stretch") == "stretch";
        if (!isKnown || input.Rank != 4 || FindSizes(graph, node, input) is not { } sizes
            || sizes[0].Scale != 1 || sizes[1].Scale != 1 || sizes[1].Count != input[1])
        {
            return null;
        }

        ResizeAxis? Axis(int axis)
        {
            var (count, scale) = sizes[axis];
            if (count is < 1 or > Largest || !float.IsFinite(scale) || scale <= 0 || Coordinates(coordinates, input[axis], count, scale) is not { } places)
                return null;
            return mode == "nearest"
                ? ResizeAxis.Nearest(places, node.GetString("nearest_mode", "round_prefer_floor"), input[axis])
                : ResizeAxis.Linear(places, input[axis]);
        }

        return Axis(2) is { } rows && Axis(3) is { } columns ? new ResizeGeometry(mode == "linear", rows, columns) : null;
    }

    /// <summary>New size and scale of each axis; null when they are no constants. The batch keeps its size.</summary>
    private static (int Count, float Scale)[]? FindSizes(IConstantSource graph, GraphNode node, TensorShape input)
    {
        bool givesSizes = node.HasInput(3);
        int at = givesSizes ? 3 : 2;
        int[] axes = node.GetInts("axes", 0, 1, 2, 3);
        if (!node.HasInput(at) || !graph.IsConstant(node.Inputs[at]) || graph.Constant(node.Inputs[at]) is not { } given || given.Length != axes.Length
            || given.ElementType != (givesSizes ? ElementType.Int64 : ElementType.Float32))
        {
            return null;
        }

        (int Count, float Scale)[] sizes = [.. input.Dimensions.Select(size => (size, 1f))];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i] < 0 ? axes[i] + input.Rank : axes[i];
            if (axis < 0 || axis >= input.Rank)
                return null;
            int size = input.Dimensions[axis];
            if (size == TensorShape.Batch)
                sizes[axis] = (size, givesSizes ? 1 : given.Floats[i]);
            else if (givesSizes)
                sizes[axis] = ((int)Math.Clamp(given.Int64s[i], 0, int.MaxValue), given.Int64s[i] / (float)size);
            else
                sizes[axis] = ((int)Math.Clamp(given.Floats[i] * size, 0, int.MaxValue), given.Floats[i]);
        }

        return sizes;
    }

    // In float32, as ONNX Runtime computes them: a coordinate halfway between two places is decided by its last bit.
    private static float[]? Coordinates(string mode, int length, int count, float scale)
    {
        // Of a size that is no whole number the definition and ONNX Runtime align different corners.
        if (mode == "align_corners" && scale * length != count)
            return null;
        float center = length / 2f * (1 - (count / (scale * length)));
        Func<int, float>? coordinate = mode switch
        {
            "half_pixel" => x => ((x + 0.5f) / scale) - 0.5f,
            "half_pixel_symmetric" => x => center + ((x + 0.5f) / scale) - 0.5f,
            "pytorch_half_pixel" => x => count > 1 ? ((x + 0.5f) / scale) - 0.5f : 0,
            "align_corners" => x => count > 1 ? x * (length - 1f) / (count - 1) : 0,
            "asymmetric" => x => x / scale,
            "tf_half_pixel_for_nn" => x => (x + 0.5f) / scale,
            _ => null,
        };
        return coordinate is null ? null : [.. Enumerable.Range(0, count).Select(coordinate)];
    }
}
