using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Export;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.Cli.Exporting;

/// <summary>Holds an export against the model on both outcomes of every gate, one sample at a time and several together.</summary>
internal sealed class ExportCheck : IDisposable
{
    private const double RelativeTolerance = 1e-3;
    private const double AbsoluteTolerance = 1e-4;
    private static readonly bool[] Outcomes = [true, false];

    private readonly GatedGraph _graph;
    private readonly IReadOnlyDictionary<string, HostTensor> _samples;
    private readonly int _count;
    private readonly IGraphExecutor _model;
    private readonly HashSet<(string Gate, bool Outcome)> _seen = [];

    /// <summary>Prepares a check.</summary>
    /// <param name="graph">A model with a plan.</param>
    /// <param name="samples">The input by its name, several samples.</param>
    public ExportCheck(GatedGraph graph, IReadOnlyDictionary<string, HostTensor> samples)
    {
        (_graph, _samples) = (graph, samples);
        _count = samples.Values.First().Shape[0];
        _model = Engines.Faults(graph).Count == 0 ? InferenceSession.Create(graph) : new OnnxRuntimeExecutor(graph); // either way not what is checked
    }

    /// <summary>Runs the check.</summary>
    /// <param name="exported">What was exported.</param>
    /// <param name="format">In which format.</param>
    /// <returns>The largest difference of two numbers.</returns>
    /// <exception cref="CommandException">An answer differs, or a gate of exits or halting had but one outcome on the samples.</exception>
    public double Run(IExportedModel exported, string format)
    {
        double largest = 0;
        int[][] batches = [.. Enumerable.Range(0, _count).Select(i => new[] { i })];
        if (format != ExportFormats.If)
            batches = [.. batches, [.. Enumerable.Range(0, _count)], [.. Enumerable.Range(1, _count / 2)]];
        foreach (var thresholds in Thresholds(format))
        {
            foreach (int[] batch in batches)
                largest = Math.Max(largest, Compare(exported, format, batch, thresholds));
        }

        if (format != ExportFormats.Static && _graph.Plan!.Control is null && Unseen is [var unseen, ..])
            throw new CommandException($"{_graph.Source}: {unseen} on {_count} samples, so the export cannot be checked; nothing is written (try others: --data)");
        return largest;
    }

    /// <summary>What did not happen on the samples, such as "gate 'open' is never closed": what lies behind it is not checked.</summary>
    /// <remarks>Only control graphs may leave something: exits are forced by their thresholds, and a control node that has learned never to choose a branch is a model like another.</remarks>
    public IReadOnlyList<string> Unseen =>
        [.. from gate in Gates from outcome in Outcomes where !_seen.Contains((gate, outcome)) select $"gate '{gate}' is never {(outcome ? "open" : "closed")}"];

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private IEnumerable<string> Gates => DemandAnalysis.Of(_graph).Gates
        .Where(gate => gate.Kind == GateKind.Sample).Select(gate => gate.Condition);

    private List<IReadOnlyDictionary<string, HostTensor>> Thresholds(string format)
    {
        int exits = _graph.Plan!.Exits.Count; // the constructor asks for a plan
        if (format == ExportFormats.Static || exits == 1)
            return [new Dictionary<string, HostTensor>()];
        return [.. Enumerable.Range(0, exits).Select(e => ThresholdOverrides.Forcing(_graph, e)), Mixed()];
    }

    // Of those who come to an exit about half leave there: in the widest gap around the middle, where rounding decides nothing.
    private Dictionary<string, HostTensor> Mixed()
    {
        var thresholds = new Dictionary<string, HostTensor>();
        int[] left = [.. Enumerable.Range(0, _count)];
        foreach (var exit in _graph.Plan!.EarlyExits.Where(exit => exit.Score is not null && exit.Threshold is not null))
        {
            float[] scores = _model.Run(_samples, [exit.Score!])[exit.Score!].Floats.ToArray();
            float[] sorted = [.. left.Select(i => scores[i]).Order()];
            int at = Enumerable.Range(0, sorted.Length - 1).Where(i => i >= sorted.Length / 4 && i < sorted.Length - (sorted.Length / 4))
                .MaxBy(i => sorted[i + 1] - sorted[i]);
            float threshold = sorted.Length < 2 ? sorted.FirstOrDefault() : (sorted[at] + sorted[at + 1]) / 2;
            thresholds[exit.Threshold!] = HostTensor.Of([threshold], 1);
            bool[] accepted = _model.Run(With(_samples, thresholds), [exit.Gate!])[exit.Gate!].Booleans.ToArray(); // early exits have one
            left = [.. left.Where(i => !accepted[i])];
        }

        return thresholds;
    }

    private double Compare(IExportedModel exported, string format, int[] batch, IReadOnlyDictionary<string, HostTensor> thresholds)
    {
        var feeds = With(_samples.ToDictionary(feed => feed.Key, feed => Rows.Take(feed.Value, batch)), thresholds);
        var actual = exported.Run(feeds);
        string[] names = format == ExportFormats.Static ? [_graph.Plan!.TrunkLogits] : [.. _graph.Outputs.Where(actual.ContainsKey)];
        var expected = _model.Run(feeds, [.. names, .. Gates]);
        foreach (string gate in Gates)
            _seen.UnionWith(expected[gate].Booleans.ToArray().Select(outcome => (gate, outcome)));
        return names.Max(name =>
        {
            string output = format == ExportFormats.Static ? EarlyExitConstants.Logits : name;
            return Difference(expected[name], actual[output])
                ?? throw new CommandException(
                    $"{_graph.Source}: {format}: output '{output}' of {batch.Length} samples differs from the model's; nothing is written");
        });
    }

    private static Dictionary<string, HostTensor> With(
        IReadOnlyDictionary<string, HostTensor> feeds, IReadOnlyDictionary<string, HostTensor> more) => new(feeds.Concat(more));

    // Null when it is more than rounding.
    private static double? Difference(HostTensor expected, HostTensor actual)
    {
        if (!expected.Shape.SequenceEqual(actual.Shape) || expected.ElementType != actual.ElementType)
            return null;
        if (expected.ElementType == ElementType.Int64)
            return expected.Int64s.SequenceEqual(actual.Int64s) ? 0 : null;
        if (expected.ElementType == ElementType.Boolean)
            return expected.Booleans.SequenceEqual(actual.Booleans) ? 0 : null;
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double difference = Math.Abs(expected.Floats[i] - actual.Floats[i]);
            if (expected.Floats[i].Equals(actual.Floats[i])) // also where both are infinite or not numbers
                continue;
            if (!(difference <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(expected.Floats[i]))))
                return null;
            largest = Math.Max(largest, difference);
        }

        return largest;
    }
}
