using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>Measures a model's accuracy, exits and multiply-adds by letting it decide for itself.</summary>
public static class Evaluator
{
    /// <summary>Runs every sample once and believes the decisions that the graph makes.</summary>
    /// <param name="graph">A model; one without a plan counts as having one exit, and its first output as the answer.</param>
    /// <param name="executor">Runs that graph.</param>
    /// <param name="samples">At least one sample.</param>
    /// <param name="options">Batch size, overrides and progress; null for the defaults.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">There is no sample, or samples do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EvaluationRun Evaluate(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples,
        EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (samples.Count == 0)
            throw new ArgumentException("evaluation: expected at least one sample, got none", nameof(samples));
        var reader = new DecisionReader(graph);
        var results = new List<SampleResult>(samples.Count);
        double[] pondered = new double[reader.Blocks.Count];
        foreach (var batch in SampleBatches.Of(graph, samples, options ?? new EvaluationOptions()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tensors = executor.Run(batch.Feeds, reader.Outputs);
            for (int row = 0; row < batch.Count; row++)
            {
                var (answer, exit) = reader.Read(tensors, row);
                int index = batch.Start + row;
                for (int b = 0; b < pondered.Length; b++)
                    pondered[b] += DecisionReader.PonderCost(reader.Blocks[b], tensors, row);
                results.Add(new SampleResult(
                    index, samples.Label(index), answer.Prediction, reader.ExitNames[exit], answer.Confidence, reader.Macs(tensors, row, exit)));
            }
        }

        var result = Summarize(graph.Source, executor.Name, reader, results) with { Halting = Usage(reader, pondered, results) };
        return new EvaluationRun(graph.Plan?.Control is null ? result : result with { Paths = PathUsage.Of(result.Exits) }, results);
    }

    private static EvaluationResult Summarize(string model, string engine, DecisionReader reader, List<SampleResult> results)
    {
        var byExit = results.ToLookup(result => result.Exit);
        var exits = reader.ExitNames.Select((name, e) => new ExitResult(
            name, byExit[name].Count() / (double)results.Count,
            byExit[name].Any() ? Accuracy(byExit[name]) : null, reader.Costs.Macs[e]));
        return new EvaluationResult(
            model, engine, results.Count, Accuracy(results), results.Average(result => (double)result.Macs),
            reader.Costs.Macs.Max(), reader.Costs.StaticMacs, [.. exits])
        {
            F1 = reader.Classes == 2 ? BinaryMetrics.Of(results).F1 : null,
        };
    }

    private static HaltingUsage? Usage(DecisionReader reader, double[] pondered, List<SampleResult> results)
    {
        if (pondered.Length == 0)
            return null;
        double mean = results.Average(result => (double)result.Macs);
        double deviation = Math.Sqrt(results.Average(result => (result.Macs - mean) * (result.Macs - mean)));
        return new HaltingUsage(deviation, [.. reader.Blocks.Zip(pondered, (block, sum) => new BlockUsage(block.Name, block.Units, sum / results.Count))]);
    }

    private static double Accuracy(IEnumerable<SampleResult> results) =>
        results.Average(result => result.Prediction == result.Label ? 1.0 : 0.0);
}
