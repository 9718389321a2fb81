using Ponder.Training.Execution;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>Takes the statistics of normalisation anew as plain means over batches: a running mean remembers only the last few.</summary>
/// <remarks>Each step moves a statistic by a known share towards its batch, so the batch's own value can be read from the move.</remarks>
internal sealed class RunningMeans
{
    private readonly List<(string Name, float Share)> _statistics;
    private readonly TorchGraph _network;
    private readonly Dictionary<string, (double[] Sums, int Count)> _sums = [];
    private readonly Dictionary<string, float[]> _before = [];
    private readonly Dictionary<string, float[]> _original = [];

    public RunningMeans(TorchGraph network)
    {
        _network = network;
        _statistics =
        [
            .. from node in network.Graph.Nodes
               where node.OpType == "BatchNormalization"
               from name in node.Inputs.Skip(3)
               where network.StateNames.Contains(name)
               select (name, 1 - node.GetFloat("momentum", 0.9f)),
        ];
        Remember();
        foreach (var (name, values) in _before)
            _original[name] = values;
    }

    /// <summary>Notes what the last batch had: statistics that did not move saw no sample.</summary>
    public void Add()
    {
        foreach (var (name, share) in _statistics)
        {
            float[] now = Values(name), before = _before[name];
            if (now.AsSpan().SequenceEqual(before))
                continue;
            var (sums, count) = _sums.GetValueOrDefault(name, (new double[now.Length], 0));
            for (int i = 0; i < now.Length; i++)
                sums[i] += before[i] + ((now[i] - before[i]) / share);
            _sums[name] = (sums, count + 1);
        }

        Remember();
    }

    /// <summary>Writes the means into the network.</summary>
    public void Store()
    {
        foreach (var (name, (sums, count)) in _sums)
        {
            using var means = tensor([.. sums.Select(sum => (float)(sum / count))]);
            _network.Constant(name).copy_(means);
        }
    }

    /// <summary>Writes into the network what it had before.</summary>
    public void Restore()
    {
        foreach (var (name, values) in _original)
        {
            using var old = tensor(values);
            _network.Constant(name).copy_(old);
        }
    }

    private void Remember()
    {
        foreach (var (name, _) in _statistics)
            _before[name] = Values(name);
    }

    private float[] Values(string name) => _network.Constant(name).data<float>().ToArray();
}
