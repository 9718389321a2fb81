using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Puts boxes of images into an image: slices, paddings and concatenations, which move floats and compute nothing.</summary>
/// <param name="blocks">What is copied where.</param>
/// <param name="filling">What the rest of the image holds; null when the blocks fill it.</param>
/// <param name="destination">What is written.</param>
internal sealed class BlockStep(ImageBlock[] blocks, float? filling, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        foreach (int sample in samples)
        {
            var to = workspace.Sample<float>(destination, sample);
            for (int line = 0; filling is { } value && line < destination.LineCount; line++)
                to.Slice(destination.LineStart(line), destination.LineLength).Fill(value);
            foreach (var block in blocks)
                block.Copy(workspace.Sample<float>(block.Source, sample), to, destination);
        }
    }
}
