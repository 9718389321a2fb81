using Ponder.Cli.Data;
using Ponder.Graph;

namespace Ponder.Cli.Exporting;

/// <summary>What an export is checked on.</summary>
internal static class CheckSamples
{
    private const int Count = 12;
    private const int Seed = 1;

    /// <summary>Some samples of a split.</summary>
    public static Dictionary<string, HostTensor> Read(Terminal terminal, GatedGraph graph, string data, string split)
    {
        var samples = SampleFinder.Open(terminal, graph, data, split);
        float[] values = new float[Count * samples.SampleLength];
        for (int i = 0; i < Count; i++)
            samples.Read((int)((long)i * samples.Count / Count), values.AsSpan(i * samples.SampleLength, samples.SampleLength));
        return Feeds(graph, values);
    }

    /// <summary>Noise, some louder than other, so that gates do not take all for the same.</summary>
    public static Dictionary<string, HostTensor> Noise(GatedGraph graph)
    {
        int length = (int)graph.Inputs[0].Shape.SampleLength;
        var random = new Random(Seed);
        float[] values = new float[Count * length];
        for (int i = 0; i < values.Length; i++)
            values[i] = ((2 * random.NextSingle()) - 1) * (1 + (i / length)) / 4;
        return Feeds(graph, values);
    }

    private static Dictionary<string, HostTensor> Feeds(GatedGraph graph, float[] values)
    {
        if (graph.Inputs is not [{ ElementType: ElementType.Float32, Shape.HasBatch: true } input])
            throw new CommandException($"{graph.Source}: expected one float32 input with a batch, got {string.Join("; ", graph.Inputs)}");
        return new() { [input.Name] = HostTensor.Of(values, input.Shape.WithBatch(Count)) };
    }
}
