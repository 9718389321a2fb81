using System.Diagnostics;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.Serving.Grpc;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Overhead;

/// <summary>Times answers against echoes of the same size and the engine alone, in turns, one request after another.</summary>
/// <param name="file">The model's file.</param>
/// <param name="samplesFile">What <see cref="SampleSet.Open"/> reads.</param>
/// <param name="rounds">Requests of each kind over each protocol; a fifth of them again warms up, and some thousands must: compiled methods are replaced by better ones in the background.</param>
internal sealed class OverheadBenchmark(string file, string samplesFile, int rounds)
{
    private const double MostRestUs = 60;
    private const double MostGrpcUs = 80;
    private const int WarmUpShare = 5;

    /// <summary>Runs both protocols.</summary>
    public async Task<IReadOnlyList<OverheadResult>> RunAsync(CancellationToken cancellationToken)
    {
        var answers = new EchoAnswers();
        await using var echo = await LoopbackHost.StartAsync(
            services => services.AddSingleton(answers).AddGrpc(),
            routes =>
            {
                routes.MapPost("/v2/models/{model}/infer", RestEcho.AnswerAsync);
                routes.MapGrpcService<GrpcEcho>();
            });
        await using var ponder = await LoopbackHost.StartAsync(
            services => services.AddPonder(new ServingOptions { Models = [file] }),
            routes =>
            {
                routes.UsePonderErrors();
                routes.MapPonder();
            });
        var graph = GatedGraph.Load(file);
        using var engine = InferenceSession.Create(graph);
        var model = new TargetModel(ponder.Rest, Path.GetFileNameWithoutExtension(file), graph.Inputs[0].Name, [.. graph.Inputs[0].Shape.Dimensions.Skip(1).Select(size => (long)size)]);
        var samples = SampleSet.Open(samplesFile, engine.SampleLength);
        return [await RestAsync(echo.Rest, model, samples, engine, answers, cancellationToken), await GrpcAsync(echo.Grpc, ponder.Grpc, model, samples, engine, answers, cancellationToken)];
    }

    private async Task<OverheadResult> RestAsync(Uri echo, TargetModel model, SampleSet samples, InferenceSession engine, EchoAnswers answers, CancellationToken cancellationToken)
    {
        byte[][] requests = [.. Enumerable.Range(0, samples.Count).Select(i => RequestBody.Binary(model, samples[i].ToArray()).Request(model))];
        using var echoing = new HttpConnection(echo);
        using var answering = new HttpConnection(model.Server);
        Ask(answering, requests[0]);
        answers.Rest = new byte[answering.Response.Json.Length + answering.Response.Tensors.Length];
        return await TurnsAsync("REST", MostRestUs, round => Done(echoing, round), round => Done(answering, round), samples, engine, answers, cancellationToken);

        Task Done(HttpConnection connection, int round)
        {
            Ask(connection, requests[round % requests.Length]);
            return Task.CompletedTask;
        }
    }

    private async Task<OverheadResult> GrpcAsync(
        Uri echo, Uri ponder, TargetModel model, SampleSet samples, InferenceSession engine, EchoAnswers answers, CancellationToken cancellationToken)
    {
        ModelInferRequest[] requests = [.. Enumerable.Range(0, samples.Count).Select(i => new ModelInferRequest
        {
            ModelName = model.Name,
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = model.Input, Datatype = "FP32", Shape = { 1, model.SampleShape } } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(samples[i])) },
        })];
        using var echoChannel = GrpcChannel.ForAddress(echo);
        using var channel = GrpcChannel.ForAddress(ponder);
        var echoing = new GRPCInferenceService.GRPCInferenceServiceClient(echoChannel);
        var answering = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        answers.Grpc = await answering.ModelInferAsync(requests[0], cancellationToken: cancellationToken);
        return await TurnsAsync("gRPC", MostGrpcUs, round => AskAsync(echoing, round), round => AskAsync(answering, round), samples, engine, answers, cancellationToken);

        async Task AskAsync(GRPCInferenceService.GRPCInferenceServiceClient client, int round) =>
            await client.ModelInferAsync(requests[round % requests.Length], cancellationToken: cancellationToken);
    }

    // Who comes first takes turns, too: the second finds the caches warm.
    private async Task<OverheadResult> TurnsAsync(
        string protocol, double mostUs, Func<int, Task> echo, Func<int, Task> infer, SampleSet samples, InferenceSession engine, EchoAnswers answers, CancellationToken cancellationToken)
    {
        double[] echoUs = new double[rounds], inferUs = new double[rounds], engineUs = new double[rounds], bareUs = new double[rounds];
        var predictions = new Prediction[1];
        for (int round = -rounds / WarmUpShare; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int sample = round + (rounds / WarmUpShare), kept = Math.Max(round, 0); // what warms up is written over
            if (round % 2 == 0)
                echoUs[kept] = await TimeAsync(echo, sample);
            inferUs[kept] = await TimeAsync(infer, sample);
            if (round % 2 != 0)
                echoUs[kept] = await TimeAsync(echo, sample);
            long start = Stopwatch.GetTimestamp();
            engine.Predict(samples[sample], 1, predictions);
            engineUs[kept] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            answers.Work = () => engine.Predict(samples[sample], 1, predictions);
            bareUs[kept] = await TimeAsync(echo, sample);
            answers.Work = EchoAnswers.Nothing;
        }

        return new OverheadResult(protocol, echoUs, inferUs, engineUs, bareUs, mostUs);
    }

    private static async Task<double> TimeAsync(Func<int, Task> ask, int sample)
    {
        long start = Stopwatch.GetTimestamp();
        await ask(sample);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }

    private static void Ask(HttpConnection connection, byte[] request)
    {
        const int Success = 200;
        connection.Send(request);
        while (!connection.Receive())
        {
        }

        if (connection.Response.Status != Success)
            throw new IOException($"answer: expected status {Success}, got {connection.Response.Status}");
    }
}
