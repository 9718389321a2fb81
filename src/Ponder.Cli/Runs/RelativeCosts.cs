using System.Text.Json;
using Ponder.Cli.Benchmarking;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Cli.Runs;

/// <summary>What leaving at each exit costs, as shares of the network without exits: what learned exits weigh against their losses.</summary>
/// <param name="terminal">Shows the progress of measuring.</param>
/// <param name="folder">Keeps what was measured: a resumed run goes on with the same numbers.</param>
/// <param name="threads">Threads of the engine while it records what exits say; times are of one.</param>
internal sealed class RelativeCosts(Terminal terminal, RunFolder folder, int threads)
{
    /// <summary>Costs by exit, shallow to deep.</summary>
    /// <param name="graph">A network with exits.</param>
    /// <param name="timed">Samples to measure times with; null for multiply-adds.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    public IReadOnlyList<double> Of(GatedGraph graph, ISampleSource? timed, CancellationToken cancellationToken)
    {
        if (timed is null)
        {
            var costs = ExitCosts.Of(graph);
            return [.. costs.Macs.Select(macs => (double)macs / costs.StaticMacs)];
        }

        if (File.Exists(folder.ExitTimes))
            return JsonSerializer.Deserialize(File.ReadAllText(folder.ExitTimes), CliJson.Default.DoubleArray)!; // written below
        using var engine = Engines.Open(terminal, Engines.Ponder, graph, threads);
        var records = ExitRecords.Record(graph, engine, timed, cancellationToken: cancellationToken);
        var times = ExitLatencies.Measure(terminal, graph, timed, records, cancellationToken);
        double[] shares = [.. times.Select(time => time / times[^1])]; // the last exit is the network and all heads
        WholeFile.Write(folder.ExitTimes, JsonSerializer.Serialize(shares, CliJson.Default.DoubleArray));
        return shares;
    }
}
