using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>An operator over the channels of each position of an image: to as many numbers, or to one.</summary>
internal sealed class ChannelStep<TResult>(
    RowFunction<float, TResult> function, TensorLayout source, TensorLayout destination) : IStep
{
    public void Run(Workspace workspace, ReadOnlySpan<int> samples)
    {
        int results = destination.IsImage ? destination.Channels : 1; // a row holds one number for each position
        foreach (int sample in samples)
        {
            var from = workspace.Sample<float>(source, sample);
            var to = workspace.Sample<TResult>(destination, sample);
            for (int y = 0; y < source.Height; y++)
            {
                for (int x = 0; x < source.Width; x++)
                {
                    int pixel = destination.IsImage ? destination.Pixel(y, x) : (y * source.Width) + x;
                    function(from.Slice(source.Pixel(y, x) * source.Channels, source.Channels), to.Slice(pixel * results, results));
                }
            }
        }
    }
}
