using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Operators with one input that give each number another, on images and rows. One flat table.</summary>
internal static class ElementwiseSteps
{
    /// <summary>The step of an operator, or null when it is none of these or the engine does not run it.</summary>
    public static IStep? Create(GraphView view, FusedOperator fused, TensorLayout source, TensorLayout output)
    {
        var node = fused.Node;
        bool isAlike = source.Info.ElementType == ElementType.Float32 && output.Info.ElementType == ElementType.Float32
            && source.Info.Shape == output.Info.Shape;
        if (!isAlike)
            return null;
        ElementwiseOperand Number(float value) => ElementwiseOperand.Repeat([value], output);
        ElementwiseStep Step(ElementwiseOperation operation, params ElementwiseOperand[] operands) =>
            new(new ElementwiseKernel(operation, fused.Range), operands, output);
        return node.OpType switch
        {
            "Relu" => Clipped(ActivationRange.Relu, source, output),
            "Clip" => view.Clipping(node) is { } range ? Clipped(range, source, output) : null,
            "Sigmoid" => Step(fused.IsSwish ? ElementwiseOperation.Swish : ElementwiseOperation.Sigmoid, new ElementwiseOperand(source)),
            "HardSwish" => Step(ElementwiseOperation.HardSwish, new ElementwiseOperand(source)),
            "LeakyRelu" => Step(ElementwiseOperation.Leaky, new(source), Number(node.GetFloat("alpha", 0.01f))),
            "PRelu" => ElementwiseOperand.Constant(view, node, 1, output) is { } slope ? Step(ElementwiseOperation.Leaky, new(source), slope) : null,
            "HardSigmoid" => new ElementwiseStep(
                new ElementwiseKernel(ElementwiseOperation.MultiplyAdd, new ActivationRange(0, 1)),
                [new(source), Number(node.GetFloat("alpha", 0.2f)), Number(node.GetFloat("beta", 0.5f))], output),
            _ => ScalarFunctions.Of(view, node) is { } function ? new LineStep(function, source, output) : null,
        };
    }

    private static ElementwiseStep Clipped(ActivationRange range, TensorLayout source, TensorLayout output) =>
        new(new ElementwiseKernel(ElementwiseOperation.Copy, range), [new(source)], output);
}
