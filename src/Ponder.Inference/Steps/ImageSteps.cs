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
        if (node.OpType is "Add" or "Sub" or "Mul" or "Div" or "Min" or "Max" && inputs.Length == 2)
            return output.IsImage ? Arithmetic(view, fused, inputs, output) : null;
        if (inputs[0] is not { IsImage: true } source)
            return null;
        return node.OpType switch
        {
            "MaxPool" => MaxPooling(view, fused, source, output),
            "AveragePool" => AveragePooling(view, node, source, output),
            "GlobalAveragePool" => GlobalMeanStep.OverPositions(source, output),
            "GlobalMaxPool" => MaxOverPositions(source, output),
            "ReduceMax" when Axes(view, node) is [2, 3] => MaxOverPositions(source, output),
            "ReduceMax" when Axes(view, node) is [1] => OverChannels(source, output, RowOperators.Max),
            "ReduceSum" when Axes(view, node) is [1] => OverChannels(source, output, RowOperators.Sum),
            "ReduceMean" when Axes(view, node) is [1] => OverChannels(source, output, RowOperators.Mean),
            "Softmax" when node.GetInt("axis", -1) is 1 or -3 => new ChannelStep<float>(RowOperators.Softmax, source, output),
            "LogSoftmax" when node.GetInt("axis", -1) is 1 or -3 => new ChannelStep<float>(RowOperators.LogSoftmax, source, output),
            "ArgMax" when node.GetInt("axis", 0) is 1 or -3 =>
                new ChannelStep<long>(static (from, to) => to[0] = RowOperators.ArgMax(from), source, output),
            "ReduceMean" => Mean(view, node, source, output),
            "Resize" when ResizeGeometry.Of(view.Graph, node) is { } resize => new ResizeStep(resize, source, output),
            "LRN" when source.Channels <= MostChannels => new LocalResponseStep(LocalResponse(node, source), source, output),
            "Slice" or "Split" or "Pad" or "Concat" => BlockSteps.Create(view, fused, inputs, output),
            _ when GraphView.IsReshaping(node) && !output.IsImage && output.Info.Shape.Rank == 2 => new FlattenStep(source, output),
            _ => ElementwiseSteps.Create(view, fused, source, output),
        };
    }

    private static ElementwiseStep? Normalization(GraphView view, FusedOperator fused, TensorLayout source, TensorLayout output)
    {
        if (!ChannelScale.IsConstant(view, fused.Node) || output.Info.Shape.Rank is not (2 or 4))
            return null;
        var scale = ChannelScale.Of(view, fused.Node);
        return new ElementwiseStep(
            new ElementwiseKernel(ElementwiseOperation.MultiplyAdd, fused.Range),
            [new(source), ElementwiseOperand.Repeat(scale.Factors, output), ElementwiseOperand.Repeat(scale.Offsets, output)], output);
    }

    private static IStep? Arithmetic(GraphView view, FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        if (output.Info.ElementType != ElementType.Float32)
            return null;
        var operation = fused.Node.OpType switch
        {
            "Add" => ElementwiseOperation.Add,
            "Sub" => ElementwiseOperation.Subtract,
            "Mul" => ElementwiseOperation.Multiply,
            "Div" => ElementwiseOperation.Divide,
            "Min" => ElementwiseOperation.Minimum,
            _ => ElementwiseOperation.Maximum,
        };
        var kernel = new ElementwiseKernel(operation, fused.Range);
        if (Operand(view, fused.Node, 0, inputs, output) is { } left && Operand(view, fused.Node, 1, inputs, output) is { } right)
            return new ElementwiseStep(kernel, [left, right], output);
        return PixelwiseStep.Fits(inputs[0], output) && PixelwiseStep.Fits(inputs[1], output)
            ? new PixelwiseStep(kernel, inputs[0]!, inputs[1]!, output)
            : null;
    }

    // An image of the result's shape, or a constant of one number or one for each channel.
    private static ElementwiseOperand? Operand(GraphView view, GraphNode node, int index, TensorLayout?[] inputs, TensorLayout output) =>
        inputs[index] is { Constant: null } image && image.Info.Shape == output.Info.Shape
            ? new ElementwiseOperand(image)
            : ElementwiseOperand.Constant(view, node, index, output);

    private static IStep? MaxPooling(GraphView view, FusedOperator fused, TensorLayout source, TensorLayout output)
    {
        var window = view.Window(fused.Node);
        return PoolingWindowList.Of(window, source, output) is { } windows
            ? new MaxPoolingStep(new MaxPoolingKernel(windows, source.RowPitch, source.Channels), source, output, fused.Relu)
            : DilatedMaxPoolingStep.Of(window, source, output, fused.Relu);
    }

    private static AveragePoolingStep? AveragePooling(GraphView view, GraphNode node, TensorLayout source, TensorLayout output) =>
        PoolingWindowList.Of(view.Window(node), source, output, node.GetInt("count_include_pad", 0) != 0) is { } windows
            ? new AveragePoolingStep(new AveragePoolingKernel(windows, source.RowPitch, source.Channels), source, output)
            : null;

    private static IStep? Mean(GraphView view, GraphNode node, TensorLayout source, TensorLayout output) =>
        Axes(view, node) switch
        {
            [2, 3] => GlobalMeanStep.OverPositions(source, output),
            [1, 2, 3] when source.Channels <= MostChannels => GlobalMeanStep.OverAll(source, output),
            _ => null,
        };

    private static int[] Axes(GraphView view, GraphNode node) =>
        [.. ShapeAxes.Of(view.Graph, node).Select(axis => axis < 0 ? axis + 4 : axis).Order()];

    private static ChannelStep<float> OverChannels(TensorLayout source, TensorLayout output, Func<ReadOnlySpan<float>, float> function) =>
        new((from, to) => to[0] = function(from), source, output);

    private static MaxPoolingStep MaxOverPositions(TensorLayout source, TensorLayout output)
    {
        var window = new PoolingWindow(
            source.Origin, source.Height, source.Width, output.IsImage ? output.Origin : 0, source.Height * source.Width);
        return new MaxPoolingStep(new MaxPoolingKernel([window], source.RowPitch, source.Channels), source, output, relu: false);
    }

    private static LocalResponseKernel LocalResponse(GraphNode node, TensorLayout source) => new(new LocalResponseShape(
        source.Channels, node.GetInt("size", 1), node.GetFloat("alpha", 1e-4f), node.GetFloat("beta", 0.75f), node.GetFloat("bias", 1)));
}
