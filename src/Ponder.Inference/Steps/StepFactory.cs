using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Makes the step of an operator: layers with weights here, the rest from the tables of images and rows.</summary>
internal sealed class StepFactory(GraphView view, IReadOnlyDictionary<string, TensorLayout> layouts, PositionMasks masks)
{
    private const int MostChannels = 4096; // scratch memory of a pixel is on the stack

    private readonly ConvolutionRowsCache _rows = new();

    /// <summary>Multiply-adds at all positions of the steps made so far that count what they really compute.</summary>
    public long MaskedMacs { get; private set; }

    /// <summary>The step, or null when the engine does not run the operator.</summary>
    public IStep? Create(FusedOperator fused)
    {
        var output = layouts[fused.Output];
        TensorLayout?[] inputs = [.. fused.First.Inputs.Select(input => layouts.GetValueOrDefault(view.Resolve(input)))];
        return fused.Node.OpType switch
        {
            "Conv" => Convolution(fused, inputs[0], output),
            "Gemm" or "MatMul" => Linear(fused, inputs[0], output),
            "Mul" when fused is { Weights: { } weights, Residual: { } residual } => WeightedSum(fused, weights, residual, output),
            _ => ImageSteps.Create(view, fused, inputs, output) ?? RowSteps.Create(view, fused, inputs, output),
        };
    }

    private IStep? Convolution(FusedOperator fused, TensorLayout? source, TensorLayout output)
    {
        var node = fused.Node;
        var (weights, bias) = (view.Constant(node, 1), view.Constant(node, 2));
        if (weights is null || (node.HasInput(2) && bias is null) || source is not { IsImage: true })
            return null;
        int groups = node.GetInt("group", 1);
        var offsets = bias is null ? [] : bias.Floats;
        var window = view.Window(node);
        if (fused.Pooling is not null)
            return Stem(fused, window, weights.Floats, offsets, source, output);
        var factors = weights.Floats;
        if (fused.Normalization is { } normalization)
        {
            var folded = ChannelScale.Of(view, normalization).Fold(factors, offsets);
            factors = folded.Weights;
            offsets = folded.Bias;
        }

        var residual = fused.Residual is null ? null : layouts[fused.Residual];
        if (source.Channels == groups && output.Channels == groups && groups > 1)
        {
            var depthwise = new DepthwiseShape(groups, window.Height, window.Width, window.DilationHeight, window.DilationWidth);
            return Convolution(fused, new DepthwiseKernel(depthwise, factors, offsets), _rows.Of(window, depthwise, source, output), weights.Length, source, output, residual);
        }

        var shape = view.Convolution(node);
        if (fused.Prior is { } prior)
        {
            var folded = ChannelScale.Of(view, prior).FoldBefore(factors);
            var score = new SingleOutputKernel(shape, folded.Weights, offsets) { PlaceBias = folded.PlaceBias };
            return Convolution(fused, score, _rows.OfParts(window, shape, source, output), weights.Length, source, output, residual);
        }

        IConvolutionKernel kernel = SingleOutputKernel.Fits(shape) ? new SingleOutputKernel(shape, factors, offsets) : new ConvolutionKernel(shape, factors, offsets);
        return Convolution(fused, kernel, _rows.Of(window, shape, source, output), weights.Length, source, output, residual);
    }

    private IStep Convolution(
        FusedOperator fused, IConvolutionKernel kernel, ConvolutionRows rows, long macsPerRow, TensorLayout source, TensorLayout output, TensorLayout? residual)
    {
        if (masks.Of(fused) is not { } mask)
            return new ConvolutionStep(kernel, rows, source, output, residual, fused.Range);
        MaskedMacs += macsPerRow * mask.Length;
        return new MaskedConvolutionStep(kernel, rows, mask, macsPerRow, source, output, residual, fused.Range);
    }

    private WeightedSumStep? WeightedSum(FusedOperator fused, string weights, string residual, TensorLayout output)
    {
        string image = view.InputsOf(fused.Node).First(input => input != weights);
        return output.Channels <= MostChannels && layouts.TryGetValue(image, out var from) && layouts.TryGetValue(weights, out var factors)
            ? new WeightedSumStep(from, factors, layouts[residual], masks.Of(fused), output)
            : null;
    }

    private StemStep Stem(
        FusedOperator fused, WindowGeometry window, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, TensorLayout source, TensorLayout output)
    {
        var convolved = view.ShapeOf(fused.Node.Output);
        var shape = new StemShape(convolved[1], window.Height, window.Width, convolved[2], convolved[3]);
        return new StemStep(new StemKernel(shape, weights, bias), source.Pixel(-window.PadTop, -window.PadLeft), source, output, fused.Relu);
    }

    private IStep? Linear(FusedOperator fused, TensorLayout? source, TensorLayout output)
    {
        var node = fused.Node;
        var (weights, bias) = (view.Constant(node, 1), view.Constant(node, 2));
        if (source is not { IsRow: true, Info.Shape.Rank: 2 } || weights is null || node.GetInt("transA", 0) != 0
            || (node.HasInput(2) && bias?.Length != output.SampleLength && bias?.Length != 1))
        {
            return null;
        }

        float alpha = node.GetFloat("alpha", 1), beta = node.GetFloat("beta", 1);
        int inputs = source.SampleLength, outputs = output.SampleLength;
        float[] rows = LinearWeights.InRowOrder(
            weights.Floats, inputs, outputs, isTransposed: node.GetInt("transB", 0) != 0, source.FlattenedImage);
        foreach (ref float weight in rows.AsSpan())
            weight *= alpha;
        float[] offsets = bias is null ? [] : [.. Enumerable.Range(0, outputs).Select(o => beta * bias.Floats[bias.Length == 1 ? 0 : o])];
        return outputs <= NarrowLinearKernel.MaxOutputs
            ? new NarrowLinearStep(new NarrowLinearKernel(inputs, outputs, rows, offsets), source, output, fused.Relu)
            : new LinearStep(new ConvolutionKernel(new ConvolutionShape(inputs, outputs, 1, 1), rows, offsets), source, output, fused.Relu);
    }
}
