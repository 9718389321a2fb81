using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>The operators on images. One flat table.</summary>
internal static class ImageSteps
{
    // Scratch memory of a pixel is on the stack.
    private const int MostChannels = 4096;

    /// <summary>The step of an operator, or null when it is none on images or the engine does not run it.</summary>
    public static IStep? Create(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        var node = fused.Node;
        if (node.OpType == "BatchNormalization" && inputs[0] is { } normalized)
            return Normalization(view, fused, normalized, output);
        if (node.OpType is "Add" or "Sub" or "Mul" or "Div")
            return output.IsImage ? Arithmetic(view, fused, inputs, output) : null;
        if (inputs[0] is not { IsImage: true } source)
            return null;
        return node.OpType switch
        {
            "Relu" => Clipped(ActivationRange.Relu, source, output),
            "Clip" when view.Clipping(node) is { } range => Clipped(range, source, output),
            "MaxPool" => MaxPooling(view, fused, source, output),
            "AveragePool" => AveragePooling(view, node, source, output),
            "GlobalAveragePool" => GlobalMeanStep.OverPositions(source, output),
            "ReduceMean" => Mean(view, node, source, output),
            "LRN" when source.Channels <= MostChannels => new LocalResponseStep(LocalResponse(node, source), source, output),
            "Slice" or "Pad" or "Concat" => BlockSteps.Create(view, fused, inputs, output),
            "Flatten" or "Reshape" when !output.IsImage && output.Info.Shape.Rank == 2 => new FlattenStep(source, output),
            _ => null,
        };
    }

    private static ElementwiseStep Clipped(ActivationRange range, TensorLayout source, TensorLayout output) =>
        new(new ElementwiseKernel(ElementwiseOperation.Copy, range), [new(source)], output);

    private static ElementwiseStep? Normalization(GraphView view, FusedOperator fused, TensorLayout source, TensorLayout output)
    {
        if (!ChannelScale.IsConstant(view, fused.Node) || output.Info.Shape.Rank is not (2 or 4))
            return null;
        var scale = ChannelScale.Of(view, fused.Node);
        return new ElementwiseStep(
            new ElementwiseKernel(ElementwiseOperation.MultiplyAdd, fused.Range),
            [new(source), ElementwiseOperand.Repeat(scale.Factors, output), ElementwiseOperand.Repeat(scale.Offsets, output)], output);
    }

    private static ElementwiseStep? Arithmetic(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        if (output.Info.ElementType != ElementType.Float32
            || Operand(view, fused.Node, 0, inputs, output) is not { } left || Operand(view, fused.Node, 1, inputs, output) is not { } right)
        {
            return null;
        }

        var operation = fused.Node.OpType switch
        {
            "Add" => ElementwiseOperation.Add,
            "Sub" => ElementwiseOperation.Subtract,
            "Mul" => ElementwiseOperation.Multiply,
            _ => ElementwiseOperation.Divide,
        };
        return new ElementwiseStep(new ElementwiseKernel(operation, fused.Range), [left, right], output);
    }

    // An image of the result's shape, or a constant of one number or one for each channel.
    private static ElementwiseOperand? Operand(GraphView view, GraphNode node, int index, TensorLayout?[] inputs, TensorLayout output)
    {
        if (view.Constant(node, index) is not { } constant)
            return inputs[index] is { } image && image.Info.Shape == output.Info.Shape ? new ElementwiseOperand(image) : null;
        bool isPerChannel = constant.Shape.Count >= 3 && constant.Length == output.Channels && constant.Shape[^3] == output.Channels;
        return isPerChannel || constant.Length == 1 ? ElementwiseOperand.Repeat(constant.Floats, output) : null;
    }

    private static MaxPoolingStep? MaxPooling(GraphView view, FusedOperator fused, TensorLayout source, TensorLayout output) =>
        fused.Node.Outputs.Count == 1 && PoolingWindowList.Of(view.Window(fused.Node), source, output) is { } windows
            ? new MaxPoolingStep(new MaxPoolingKernel(windows, source.RowPitch, source.Channels), source, output, fused.Relu)
            : null;

    private static AveragePoolingStep? AveragePooling(GraphView view, GraphNode node, TensorLayout source, TensorLayout output) =>
        PoolingWindowList.Of(view.Window(node), source, output, node.GetInt("count_include_pad", 0) != 0) is { } windows
            ? new AveragePoolingStep(new AveragePoolingKernel(windows, source.RowPitch, source.Channels), source, output)
            : null;

    private static IStep? Mean(GraphView view, GraphNode node, TensorLayout source, TensorLayout output) =>
        ShapeAxes.Of(view.Graph, node).Select(axis => axis < 0 ? axis + 4 : axis).Order().ToArray() switch
        {
            [2, 3] => GlobalMeanStep.OverPositions(source, output),
            [1, 2, 3] when source.Channels <= MostChannels => GlobalMeanStep.OverAll(source, output),
            _ => null,
        };

    private static LocalResponseKernel LocalResponse(GraphNode node, TensorLayout source) => new(new LocalResponseShape(
        source.Channels, node.GetInt("size", 1), node.GetFloat("alpha", 1e-4f), node.GetFloat("beta", 0.75f), node.GetFloat("bias", 1)));
}
