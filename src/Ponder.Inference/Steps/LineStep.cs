using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>A function of single numbers on images and rows: for operators too rare to be worth vectors.</summary>
internal sealed class LineStep(Func<float, float> function, TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            for (int line = 0; line < destination.LineCount; line++)
            {
                var from = workspace.Sample<float>(source, sample).Slice(source.LineStart(line), source.LineLength);
                var to = workspace.Sample<float>(destination, sample).Slice(destination.LineStart(line), destination.LineLength);
                for (int i = 0; i < to.Length; i++)
                    to[i] = function(from[i]);
            }
        }
    }
}
