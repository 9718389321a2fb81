using Ponder.Cli.Data;
using Ponder.Data;
using Ponder.Graph;

namespace Ponder.Cli.Exporting;

/// <summary>What an export is checked on.</summary>
internal static class CheckSamples
{
    private const int Count = 12;
    private const int Seed = 1;
    private const int MostCandidates = 500;
    private const int MostFloats = 1 << 24; // 64 MiB

    private static readonly bool[] Outcomes = [true, false];

    /// <summary>Samples of a split of which every gate lets some through and others not, if there are such among many; evenly spread otherwise.</summary>
    public static Dictionary<string, HostTensor> Read(Terminal terminal, GatedGraph graph, string data, string split)
    {
        var samples = SampleFinder.Open(terminal, graph, data, split);
        int[] candidates = Spread(samples.Count, Math.Max(Count, Math.Min(MostCandidates, MostFloats / samples.SampleLength)));
        int[] chosen = [.. Spread(samples.Count, Count).Concat(Telling(terminal, graph, samples, candidates)).Distinct().Order()];
        return Feeds(graph, Values(samples, chosen));
    }

    // For each outcome of each gate by sample the first candidate that has it.
    private static IEnumerable<int> Telling(Terminal terminal, GatedGraph graph, SplitSource samples, int[] candidates)
    {
        string[] gates = [.. DemandAnalysis.Of(graph).Gates.Where(gate => gate.Kind == GateKind.Sample).Select(gate => gate.Condition)];
        if (gates.Length == 0)
            return [];
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads: 1);
        var outcomes = engine.Run(Feeds(graph, Values(samples, candidates)), gates);
        return
        [
            .. from gate in gates
               from outcome in Outcomes
               let at = outcomes[gate].Booleans.IndexOf(outcome)
               where at >= 0
               select candidates[at],
        ];
    }

    private static int[] Spread(int count, int most) => [.. Enumerable.Range(0, Math.Min(count, most)).Select(i => (int)((long)i * count / Math.Min(count, most)))];

    private static float[] Values(SplitSource samples, int[] indices)
    {
        float[] values = new float[indices.Length * samples.SampleLength];
        for (int i = 0; i < indices.Length; i++)
            samples.Read(indices[i], values.AsSpan(i * samples.SampleLength, samples.SampleLength));
        return values;
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
        return new() { [input.Name] = HostTensor.Of(values, input.Shape.WithBatch(values.Length / (int)input.Shape.SampleLength)) };
    }
}
