using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>A function of single numbers on images and rows: for operators too rare to be worth vectors.</summary>
internal sealed class LineStep(Func<float, float> function, TensorLayout source, TensorLayout destination) : IStep
{
    private readonly ImageLines _lines = ImageLines.Of(destination, source);

    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            for (int line = 0; line < _lines.Count; line++)
            {
                var from = _lines.Line(workspace.Sample<float>(source, sample), source, line);
                var to = _lines.Line(workspace.Sample<float>(destination, sample), destination, line);
                for (int i = 0; i < to.Length; i++)
                    to[i] = function(from[i]);
            }
        }
    }
}
