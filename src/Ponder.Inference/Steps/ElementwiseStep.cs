using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>An elementwise operator on images, line by line, because borders may differ.</summary>
internal sealed class ElementwiseStep(ElementwiseKernel kernel, ElementwiseOperand[] operands, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var result = workspace.Sample<float>(destination, sample);
            for (int line = 0; line < destination.LineCount; line++)
            {
                kernel.Run(
                    operands[0].Line(workspace, sample, line),
                    operands.Length > 1 ? operands[1].Line(workspace, sample, line) : [],
                    operands.Length > 2 ? operands[2].Line(workspace, sample, line) : [],
                    result.Slice(destination.LineStart(line), destination.LineLength));
            }
        }
    }
}
