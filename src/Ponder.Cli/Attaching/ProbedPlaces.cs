using Ponder.Cli.Rendering;
using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Cli.Attaching;

/// <summary>Looks where a trunk knows something of the classes, and tells it.</summary>
internal static class ProbedPlaces
{
    private const int MostProbes = 8;
    private const double BetterThanGuessing = 1.5;

    /// <summary>The places from the first one on where a probe is clearly better than guessing; all where it never is.</summary>
    public static IReadOnlyList<CutTensor> Of(Terminal terminal, GatedGraph trunk, DataSet data, int threads, CancellationToken cancellationToken)
    {
        var places = ExitProposer.Places(trunk);
        if (places.Count == 0)
            return places;
        CutTensor[] probed = [.. Enumerable.Range(0, MostProbes).Select(i => places[i * (places.Count - 1) / (MostProbes - 1)]).Distinct()];
        var test = data.Open("validation");
        using var engine = Engines.OpenPredictor(terminal, trunk, threads);
        var accuracies = ExitProbe.Accuracies(trunk, engine, data.Open("train"), test, [.. probed.Select(place => place.Name)], cancellationToken: cancellationToken);
        long total = ExitCosts.Of(trunk).StaticMacs;
        foreach (var (place, accuracy) in probed.Zip(accuracies))
            terminal.Log($"after {place.Name}: {Tables.Percent((double)place.Macs / total)} of the multiply-adds; a quick probe is right about {Tables.Percent(accuracy)}");
        double guessing = Enumerable.Range(0, test.Count).CountBy(test.Label).Max(label => label.Value) / (double)test.Count;
        long first = probed.Zip(accuracies).FirstOrDefault(pair => pair.Second > BetterThanGuessing * guessing).First?.Macs ?? 0;
        return [.. places.Where(place => place.Macs >= first)];
    }
}
