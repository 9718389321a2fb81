using System.CommandLine;
using Grpc.Net.Client;
using Ponder.Graph;
using Ponder.Serving.Load.Requests;
using Ponder.Serving.Load.Soak;

namespace Ponder.Serving.Load.Verbs;

/// <summary><c>soak</c>: everything at once for a long time, well-behaved and not.</summary>
internal static class SoakVerb
{
    private const long LeastFuzzed = 10_000;
    private const int ToldFaults = 20;

    public static Command Create()
    {
        var server = Options.Server();
        var name = new Option<string>("--model") { Description = "The model.", HelpName = "NAME", Required = true };
        var file = new Option<string>("--file") { Description = "The model's file: the engine's own answers are the right ones.", HelpName = "FILE", Required = true };
        var grpc = new Option<Uri?>("--grpc") { Description = "Where gRPC listens; by default one port above REST.", HelpName = "URL", CustomParser = Options.Address };
        var process = new Option<int>("--pid") { Description = "The server's process.", HelpName = "PID", Required = true };
        var only = new Option<string[]>("--only") { Description = "Only these kinds of clients, as the table names them, to find out who breaks something; all by default.", HelpName = "NAME" };
        var minutes = Options.Positive("--minutes", "How long.", 60);
        var samples = Options.Samples();
        var seed = Options.Seed();
        var verb = new Command(
            "soak", "Mix checked requests over REST and gRPC with reloads, clients that vanish, bodies that are spoilt or too large, and slow ones; 1 where anything is broken.") { server, name, file, grpc, process, minutes, samples, seed, only };
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var address = parsed.GetRequiredValue(server);
            var model = await TargetModel.FindAsync(address, parsed.GetRequiredValue(name), cancellationToken);
            var grpcAddress = parsed.GetValue(grpc) ?? new UriBuilder(address) { Port = address.Port + 1 }.Uri;
            using var channel = GrpcChannel.ForAddress(grpcAddress);
            using var badChannel = GrpcChannel.ForAddress(grpcAddress);
            string[] names = parsed.GetValue(only) ?? [];
            var clients = SoakCast.Of(model, channel, badChannel, GatedGraph.Load(parsed.GetRequiredValue(file)), SampleSet.Open(parsed.GetRequiredValue(samples), model.SampleLength), parsed.GetValue(seed));
            var run = new SoakRun([.. clients.Where(client => names.Length == 0 || names.Contains(client.Name))], new ServerProcess(parsed.GetValue(process)), TimeSpan.FromMinutes(parsed.GetValue(minutes)));
            await run.RunAsync(cancellationToken);
            Console.WriteLine($"{run.Counts}\n\n{run.Memory}");
            string[] faults = [.. run.Counts.Faults, .. FindFaults(run)];
            foreach (string fault in faults.Take(ToldFaults).Append($"{faults.Length} faults"))
                Console.WriteLine(fault);
            return faults.Length == 0 ? 0 : 1;
        });
        return verb;
    }

    private static IEnumerable<string> FindFaults(SoakRun run)
    {
        if (!run.IsAlive)
            yield return "server: expected it to be alive, found it gone";
        if (!run.Memory.IsSteady)
            yield return $"{run.Memory}: expected no more";
        if (run.Counts.Fuzzed < LeastFuzzed)
            yield return $"fuzzed requests: expected at least {LeastFuzzed:N0}, got {run.Counts.Fuzzed:N0}";
    }
}
