using Grpc.Net.Client;
using Ponder.Graph;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>The clients of a soak.</summary>
internal static class SoakCast
{
    private const int MostSamples = 16; // of a request
    private const int MostSlowSamples = 64; // answers that do not fit into what the system keeps
    private const int FuzzedSamples = 2;

    /// <summary>All clients.</summary>
    /// <param name="model">What they ask.</param>
    /// <param name="channel">The server's gRPC.</param>
    /// <param name="badChannel">The same over another connection, for those who misbehave: it may be ended.</param>
    /// <param name="graph">The model's own file, for the right answers.</param>
    /// <param name="samples">What they ask.</param>
    /// <param name="seed">Of all that is random.</param>
    public static IReadOnlyList<ISoakClient> Of(TargetModel model, GrpcChannel channel, GrpcChannel badChannel, GatedGraph graph, SampleSet samples, int seed)
    {
        var known = new KnownAnswers(graph, samples);
        var slowly = new Pace(2048, TimeSpan.FromMilliseconds(20));
        return
        [
            new RestAsker("REST", model, Questions("REST", MostSamples), known, new KeptConnection(model.Server)),
            new RestAsker("REST", model, Questions("REST again", MostSamples), known, new KeptConnection(model.Server)),
            new RestAsker("slow writer", model, Questions("slow writer", MostSamples), known, new KeptConnection(model.Server) { Writing = slowly }),
            new RestAsker("slow reader", model, Questions("slow reader", MostSlowSamples), known, new KeptConnection(model.Server) { Reading = slowly with { Bytes = 256 } }),
            new GrpcAsker(channel, model, Questions("gRPC", MostSamples), known),
            new GrpcAsker(channel, model, Questions("gRPC again", MostSamples), known),
            new Reloader(model),
            new Vanisher(model, Questions("vanish", MostSamples)),
            new GrpcVanisher(badChannel, model, Questions("gRPC vanish", MostSamples)),
            new RestFuzzer(model, Questions("fuzz", FuzzedSamples)),
            new RestFuzzer(model, Questions("fuzz again", FuzzedSamples)),
            new GrpcFuzzer(badChannel, model, Questions("gRPC fuzz", FuzzedSamples)),
            new GrpcFuzzer(badChannel, model, Questions("gRPC fuzz again", FuzzedSamples)),
            new Oversizer(model, Questions("oversize", 1)),
        ];

        QuestionMaker Questions(string name, int mostSamples) => new(samples, name, mostSamples, seed++);
    }
}
