using System.CommandLine;
using Ponder.Serving.Load.Overhead;

namespace Ponder.Serving.Load.Verbs;

/// <summary><c>overhead</c>: what serving adds to the engine and to its transport.</summary>
internal static class OverheadVerb
{
    public static Command Create()
    {
        var model = Options.ModelFile();
        var samples = Options.Samples();
        var requests = Options.Count("--requests", "Requests of each kind over each protocol.", 20_000);
        var verb = new Command("overhead", "Time answers against echoes of the same size and the engine alone, in turns in one process; 1 where a gate is missed.") { model, samples, requests };
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var results = await new OverheadBenchmark(parsed.GetRequiredValue(model), parsed.GetRequiredValue(samples), parsed.GetValue(requests)).RunAsync(cancellationToken);
            Console.WriteLine($"{OverheadResult.Head}\n{string.Join('\n', results)}");
            return results.All(result => result.IsMet) ? 0 : 1;
        });
        return verb;
    }
}
