using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>Fills the records of all exits, batch by batch.</summary>
internal sealed class ExitRecorder
{
    private readonly GatedGraph _graph;
    private readonly IReadOnlyList<ExitRole> _roles;
    private readonly ExitRecord[] _records;

    public ExitRecorder(GatedGraph graph, int count)
    {
        _graph = graph;
        _roles = graph.Plan?.Exits ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        _records = [.. _roles.Select(role => new ExitRecord(
            role.Name, new int[count], new float[count], role.IsLast ? [] : new float[count],
            role.IsLast || ExitComparison.AcceptsBelow(graph, role)))];
    }

    public ExitRecords Record(
        IGraphExecutor executor, ISampleSource samples, EvaluationOptions options, CancellationToken cancellationToken)
    {
        string[] wanted = [.. _roles.SelectMany(role => new[] { role.Logits, role.Score }).OfType<string>().Distinct()];
        foreach (var batch in SampleBatches.Of(_graph, samples, options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tensors = executor.Run(batch.Feeds, wanted);
            for (int e = 0; e < _roles.Count; e++)
                Fill(_records[e], _roles[e], batch, tensors);
        }

        int[] labels = [.. Enumerable.Range(0, samples.Count).Select(samples.Label)];
        var costs = ExitCosts.Of(_graph);
        return new ExitRecords(_records, labels, _graph.Plan!.Control is null ? costs : costs with { Macs = [costs.Macs.Max()] }); // paths meet in one exit
    }

    private static void Fill(ExitRecord record, ExitRole role, SampleBatch batch, IReadOnlyDictionary<string, HostTensor> tensors)
    {
        var logits = tensors[role.Logits];
        int classes = logits.Length / logits.Shape[0];
        for (int row = 0; row < batch.Count; row++)
        {
            var answer = Answer.OfLogits(logits.Floats.Slice(row * classes, classes));
            (record.Predictions[batch.Start + row], record.Confidences[batch.Start + row]) = (answer.Prediction, answer.Confidence);
        }

        if (role.Score is not null)
            tensors[role.Score].Floats[..batch.Count].CopyTo(record.Scores.AsSpan(batch.Start));
    }
}
