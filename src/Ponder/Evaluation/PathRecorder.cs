using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>Fills the records of all paths, batch by batch.</summary>
internal sealed class PathRecorder
{
    private readonly GatedGraph _graph;
    private readonly ControlPlan _control;
    private readonly PathRecord[] _records;
    private readonly int[] _taken;

    public PathRecorder(GatedGraph graph, int count)
    {
        _graph = graph;
        _control = graph.Plan?.Control
            ?? throw new ArgumentException($"{graph.Source}: expected a control graph, got another one", nameof(graph));
        _records = [.. _control.Paths.Select(path => new PathRecord(path.Name, new int[count], new float[count], new float[count]))];
        _taken = new int[count];
    }

    public PathRecords Record(
        IGraphExecutor executor, ISampleSource samples, EvaluationOptions options, CancellationToken cancellationToken)
    {
        foreach (var batch in SampleBatches.Of(_graph, samples, options))
        {
            FillTaken(executor.Run(batch.Feeds, [EarlyExitConstants.Exit])[EarlyExitConstants.Exit], batch);
            for (int path = 0; path < _records.Length; path++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Fill(_records[path], executor.Run(Forcing(path, batch), [EarlyExitConstants.Logits])[EarlyExitConstants.Logits], batch);
            }
        }

        int[] labels = [.. Enumerable.Range(0, samples.Count).Select(samples.Label)];
        var costs = ExitCosts.Of(_graph);
        return new PathRecords(_records, labels, _taken, costs, ForcedMacs(costs));
    }

    private Dictionary<string, HostTensor> Forcing(int path, SampleBatch batch)
    {
        var feeds = new Dictionary<string, HostTensor>(batch.Feeds);
        int rows = batch.Feeds[_graph.Inputs[0].Name].Shape[0];
        foreach (var (control, action) in _control.Controls.Zip(_control.Paths[path].Choices))
        {
            long[] choices = new long[rows];
            Array.Fill(choices, Math.Max(action, 0)); // nobody asks a node that does not run, but its tensor must hold an action
            feeds[control.Choice] = HostTensor.Of(choices, rows, 1);
        }

        return feeds;
    }

    private IReadOnlyList<long> ForcedMacs(ExitCosts costs)
    {
        var ofNodes = ControlNodeCosts.Of(_graph);
        return [.. costs.Macs.Select((macs, path) => macs - _control.Nodes
            .Zip(ofNodes).Where(node => node.First.Kind == NodeKind.Control && _control.Runs(node.First, path)).Sum(node => node.Second))];
    }

    private void FillTaken(HostTensor exits, SampleBatch batch)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            long path = exits.Int64s[row];
            _taken[batch.Start + row] = path >= 0 && path < _records.Length
                ? (int)path
                : throw new InvalidOperationException($"output 'exit': expected 0 to {_records.Length - 1}, got {path}");
        }
    }

    private static void Fill(PathRecord record, HostTensor logits, SampleBatch batch)
    {
        int classes = logits.Length / logits.Shape[0];
        for (int row = 0; row < batch.Count; row++)
        {
            var values = logits.Floats.Slice(row * classes, classes);
            var answer = Answer.OfLogits(values);
            int sample = batch.Start + row;
            (record.Predictions[sample], record.Confidences[sample]) = (answer.Prediction, answer.Confidence);
            record.Entropies[sample] = Answer.EntropyOfLogits(values);
        }
    }
}
