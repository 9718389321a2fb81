using System.CommandLine;
using Ponder.Serving.Load.Rates;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Verbs;

/// <summary><c>load</c>: latencies by rate, or the highest rate within a bound.</summary>
internal static class LoadVerb
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2); // compiled methods are replaced by better ones in the background

    public static Command Create()
    {
        var server = Options.Server();
        var models = new Option<string[]>("--model") { Description = "The model; of several, one after the other, the ratio of the first's rate to the last's is told.", HelpName = "NAME", Required = true };
        var samples = Options.Samples();
        var rates = new Option<double[]>("--rate")
        {
            Description = "Requests a second; where a search begins.",
            HelpName = "N,N,...",
            DefaultValueFactory = _ => [50],
            CustomParser = result => [.. result.Tokens[0].Value.Split(',').Select(text => Options.Number(result, text) ?? 0)],
        };
        var seconds = Options.Positive("--seconds", "How long each rate runs.", 3);
        var bound = new Option<double?>("--p99") { Description = "Find the highest rate at which p99 is within so many milliseconds and nothing is refused.", HelpName = "MS", CustomParser = result => Options.Number(result, result.Tokens[0].Value) };
        var seed = Options.Seed();
        var verb = new Command("load", "Send single samples over REST at fixed rates that do not wait for answers; latencies count from when each request was due.") { server, models, samples, rates, seconds, bound, seed };
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var found = new List<double>();
            foreach (string name in parsed.GetRequiredValue(models))
            {
                var model = await TargetModel.FindAsync(parsed.GetRequiredValue(server), name, cancellationToken);
                var set = SampleSet.Open(parsed.GetRequiredValue(samples), model.SampleLength);
                byte[][] requests = [.. Enumerable.Range(0, set.Count).Select(i => RequestBody.Binary(model, set[i].ToArray()).Request(model))];
                using var loop = new OpenLoop(model.Server, requests, parsed.GetValue(seed));
                double[] asked = parsed.GetRequiredValue(rates);
                loop.Run(asked[0], WarmUp, cancellationToken);
                Console.WriteLine($"{name}\n\n{LoadResult.Head}");
                if (parsed.GetValue(bound) is { } boundMs)
                    found.Add(RateSearch.Find(Run, asked[0], boundMs));
                else
                    Array.ForEach(asked, rate => Run(rate));
                Console.WriteLine(found.Count == 0 ? "" : FormattableString.Invariant($"\nhighest rate: {found[^1]:F1} / s\n"));

                LoadResult Run(double rate)
                {
                    var result = loop.Run(rate, TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellationToken);
                    Console.WriteLine(result);
                    return result;
                }
            }

            if (found.Count > 1 && found[^1] > 0)
                Console.WriteLine(FormattableString.Invariant($"ratio: {found[0] / found[^1]:F3}"));
        });
        return verb;
    }
}
