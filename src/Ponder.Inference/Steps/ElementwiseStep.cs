using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>An elementwise operator on images and rows, line by line.</summary>
internal sealed class ElementwiseStep(ElementwiseKernel kernel, ElementwiseOperand[] operands, TensorLayout destination) : IStep
{
    private readonly ImageLines _lines = ImageLines.Of(destination, [.. operands.Select(operand => operand.Layout).OfType<TensorLayout>()]);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var result = workspace.Sample<float>(destination, sample);
            for (int line = 0; line < _lines.Count; line++)
            {
                kernel.Run(
                    operands[0].Line(workspace, sample, _lines, line),
                    operands.Length > 1 ? operands[1].Line(workspace, sample, _lines, line) : [],
                    operands.Length > 2 ? operands[2].Line(workspace, sample, _lines, line) : [],
                    _lines.Line(result, destination, line));
            }
        }
    }
}
