using System.Diagnostics;
using Ponder.Evaluation;
using Ponder.Export;
using Ponder.Graph;
using Ponder.OnnxRuntime;

namespace Ponder.Benchmarks;

/// <summary>All forms of a model at one batch size, and the stages that they are made of, ready to go through the same batches.</summary>
internal sealed class ExportCandidates : IDisposable
{
    /// <summary>The static form's place among the candidates.</summary>
    public const int Static = 0;

    private readonly int _batch;
    private readonly List<Dictionary<string, HostTensor>> _feeds;
    private readonly List<IReadOnlyDictionary<string, HostTensor>> _expected = [];
    private readonly List<(string Name, OnnxRuntimeFile File, OnnxRuntimeCall[] Calls)> _candidates = [];
    private readonly double[] _shares; // of samples that reach a stage

    public ExportCandidates(GatedGraph graph, ISampleSource samples, int batch)
    {
        _batch = batch;
        _feeds = Batches(graph, samples, batch);
        using (var dense = new OnnxRuntimeExecutor(graph))
            _expected.AddRange(_feeds.Select(feeds => dense.Run(feeds, ["logits", "exit"])));
        Add("static", ModelExporter.Static(graph), _feeds);
        Add(ExportFormats.Rows, ModelExporter.Rows(graph), _feeds);
        if (batch == 1)
            Add(ExportFormats.If, ModelExporter.Single(graph), _feeds);

        var stages = ModelExporter.Stages(graph);
        var carried = _feeds.Select(feeds => feeds.ToDictionary()).ToList();
        for (int s = 0; s < stages.Files.Count; s++)
        {
            var file = Add($"stage {s + 1}", stages.Files[s], carried);
            foreach (var feeds in carried)
            {
                var results = file.Run(feeds);
                foreach (var tensor in stages.Manifest.Stages[s].Carried)
                    feeds[tensor.Name] = results[tensor.Name];
            }
        }

        long[] exits = [.. _expected.SelectMany(outputs => outputs["exit"].Int64s.ToArray())];
        _shares = [.. Enumerable.Range(0, stages.Files.Count).Select(s => exits.Count(exit => exit >= s) / (double)exits.Length)];
    }

    public IEnumerable<string> Names => _candidates.Select(candidate => candidate.Name);

    /// <summary>Microseconds per image of each candidate, one going first.</summary>
    public double[] Time(int first)
    {
        double[] times = new double[_candidates.Count];
        for (int c = 0; c < times.Length; c++)
        {
            int at = (first + c) % times.Length;
            var calls = _candidates[at].Calls;
            calls[0].Run(); // the caches held another's weights
            long start = Stopwatch.GetTimestamp();
            foreach (var call in calls)
                call.Run();
            times[at] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / (calls.Length * _batch);
        }

        return times;
    }

    /// <summary>What the times of the stages allow.</summary>
    public double Ideal(double[] times)
    {
        int first = times.Length - _shares.Length;
        return _shares.Select((share, s) => share * times[first + s]).Sum();
    }

    /// <summary>Two cells: exits that differ from the gated file's, and the largest difference of a logit; empty for no form.</summary>
    public string Compare(string name)
    {
        if (name is not (ExportFormats.Rows or ExportFormats.If))
            return "";
        var file = _candidates.Single(candidate => candidate.Name == name).File;
        int others = 0;
        double largest = 0;
        for (int b = 0; b < _feeds.Count; b++)
        {
            var actual = file.Run(_feeds[b]);
            for (int i = 0; i < _batch; i++)
            {
                if (actual["exit"].Int64s[i] != _expected[b]["exit"].Int64s[i])
                    others++;
                else
                    largest = Math.Max(largest, Difference(actual["logits"], _expected[b]["logits"], i));
            }
        }

        return FormattableString.Invariant($"{others} | {largest:0.0e+0}");
    }

    public void Dispose()
    {
        foreach (var (_, file, calls) in _candidates)
        {
            foreach (var call in calls)
                call.Dispose();
            file.Dispose();
        }
    }

    private double Difference(HostTensor actual, HostTensor expected, int row)
    {
        int classes = actual.Length / _batch;
        double largest = 0;
        for (int i = row * classes; i < (row + 1) * classes; i++)
            largest = Math.Max(largest, Math.Abs(actual.Floats[i] - expected.Floats[i]));
        return largest;
    }

    private OnnxRuntimeFile Add(string name, byte[] bytes, IEnumerable<IReadOnlyDictionary<string, HostTensor>> feeds)
    {
        var file = new OnnxRuntimeFile(bytes, name);
        _candidates.Add((name, file, [.. feeds.Select(file.Prepare)]));
        return file;
    }

    private static List<Dictionary<string, HostTensor>> Batches(GatedGraph graph, ISampleSource samples, int batch)
    {
        var input = graph.Inputs[0];
        var feeds = new List<Dictionary<string, HostTensor>>();
        for (int start = 0; start + batch <= samples.Count; start += batch)
        {
            float[] values = new float[batch * samples.SampleLength];
            for (int i = 0; i < batch; i++)
                samples.Read(start + i, values.AsSpan(i * samples.SampleLength, samples.SampleLength));
            feeds.Add(new() { [input.Name] = HostTensor.Of(values, input.Shape.WithBatch(batch)) });
        }

        return feeds;
    }
}
