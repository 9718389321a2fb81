using Ponder.Graph;

namespace Ponder.Tests.Evaluation;

/// <summary>Answers for <see cref="HighAndLow"/> from tables: logits by the choice that is fed, exits by the sample's index.</summary>
internal sealed class ForcedExecutor(float[][] high, float[][] low, long[] exits) : IGraphExecutor
{
    public string Name => "forced";

    public IReadOnlyDictionary<string, HostTensor> Run(IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyList<string> outputs)
    {
        var image = feeds["image"];
        int[] samples = [.. Enumerable.Range(0, image.Shape[0]).Select(row => (int)image.Floats[row * 2])];
        return outputs.ToDictionary(output => output, output => output == "exit"
            ? HostTensor.Of([.. samples.Select(sample => exits[sample])], samples.Length, 1)
            : HostTensor.Of([.. samples.SelectMany((sample, row) => (feeds["q.choice"].Int64s[row] == 0 ? high : low)[sample])], samples.Length, 2));
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}
