using Microsoft.Extensions.DependencyInjection;
using Ponder.EarlyExit;
using Ponder.Inference;
using Ponder.Serving.Tests;

namespace Ponder.Client.Tests;

/// <summary>Both clients against Ponder's server.</summary>
public sealed class ServerTests
{
    private const int Count = 3;

    public static TheoryData<string> Wires => ["rest", "grpc"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Infer_Samples_AnswersAsTheEngineDoes(string wire)
    {
        await using var server = await LoopbackServer.StartAsync();
        using var session = InferenceSession.Create(LoopbackServer.Graph(threshold: 2.25f));
        var predictions = new Prediction[Count];
        float[] logits = new float[Count * 10];
        session.Predict(LoopbackServer.Images(Count), Count, predictions, logits);

        var answer = await Client(server, wire).InferAsync(Request(Count) with { Id = "seven" }, Cancellation);

        Assert.Equal((LoopbackServer.Model, "1", "seven"), (answer.Model, answer.Version, answer.Id));
        Assert.Equal(logits, answer["logits"].Floats());
        Assert.Equal(predictions.Select(prediction => (long)prediction.Exit), answer["exit"].Int64s());
        Assert.Equal([Count, 10], answer["logits"].Shape);
        Assert.Equal(predictions.Select(prediction => prediction.Exit == 0 ? "exit1" : "final"), answer.ExitsTaken);
        Assert.Equal(predictions.Min(prediction => prediction.Confidence), answer.Confidence!.Value, 1e-6);
        Assert.Equal((long)predictions.Average(prediction => prediction.Macs), answer.Macs);
        Assert.False(answer.IsDeadlineHit);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Infer_OneOutputWithTimeout_AnswersOnlyIt(string wire)
    {
        await using var server = await LoopbackServer.StartAsync();

        var answer = await Client(server, wire).InferAsync(Request(1) with { Outputs = ["confidence"], Timeout = TimeSpan.FromMinutes(1), Priority = 2 }, Cancellation);

        Assert.Equal("confidence", Assert.Single(answer.Outputs).Name);
        Assert.Throws<KeyNotFoundException>(() => answer["logits"]);
        Assert.Throws<InvalidOperationException>(() => answer["confidence"].Int64s());
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Infer_Limits_ReachTheServer(string wire)
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0, points: LoopbackServer.Points); // nobody leaves early
        var client = Client(server, wire);

        Assert.Equal("final", (await client.InferAsync(Request(1), Cancellation)).ExitsTaken[0]);
        Assert.Equal("exit1", (await client.InferAsync(Request(1) with { MaxExit = "exit1" }, Cancellation)).ExitsTaken[0]);
        Assert.Equal("exit1", (await client.InferAsync(Request(1) with { BudgetMacs = 500_000 }, Cancellation)).ExitsTaken[0]);
        Assert.Equal("exit1", (await client.InferAsync(Request(1) with { AccuracyTarget = 0.9 }, Cancellation)).ExitsTaken[0]);
        Assert.Equal(["exit1"], (await client.InferAnytimeAsync(Request(1) with { AccuracyTarget = 0.9 }, Cancellation).ToListAsync(Cancellation)).Select(answer => answer.ExitsTaken[0]));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task InferAnytime_OneSample_GivesEveryExitPassed(string wire)
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0); // nobody leaves early
        var client = Client(server, wire);

        var answers = await client.InferAnytimeAsync(Request(1) with { Id = "seven" }, Cancellation).ToListAsync(Cancellation);

        Assert.Equal([("exit1", false), ("final", true)], answers.Select(answer => (answer.ExitsTaken[0], answer.IsFinal)));
        Assert.Equal((await client.InferAsync(Request(1) with { MaxExit = "exit1" }, Cancellation))["logits"].Floats(), answers[0]["logits"].Floats());
        var last = await client.InferAsync(Request(1), Cancellation);
        Assert.True(last.IsFinal);
        Assert.Equal(last.Outputs.Select(output => output.Data.ToArray()), answers[1].Outputs.Select(output => output.Data.ToArray()));
        Assert.Equal((last.Macs, last.Confidence, "seven"), (answers[1].Macs, answers[1].Confidence, answers[1].Id));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task InferAnytime_LoopLeft_LeavesAServerThatAnswers(string wire)
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0);
        var client = Client(server, wire);

        await foreach (var answer in client.InferAnytimeAsync(Request(1), Cancellation))
        {
            Assert.Equal("exit1", answer.ExitsTaken[0]);
            break;
        }

        Assert.Equal("final", (await client.InferAsync(Request(1), Cancellation)).ExitsTaken[0]);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task InferAnytime_WhatTheServerRefuses_SaysWhy(string wire)
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server, wire);

        var missing = await Refusal(Request(1) with { Model = "another" });
        var several = await Refusal(Request(2));
        var late = await Refusal(Request(1) with { Timeout = TimeSpan.FromMicroseconds(1) });

        Assert.Equal((InferenceStatus.NotFound, InferenceStatus.InvalidArgument, InferenceStatus.DeadlineExceeded), (missing.Status, several.Status, late.Status));
        Assert.Equal("inputs: expected one sample for answers on the way, got 2", several.Message);

        Task<InferenceException> Refusal(InferenceRequest request) =>
            Assert.ThrowsAsync<InferenceException>(async () => await client.InferAnytimeAsync(request, Cancellation).FirstAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task InferAnytime_WrongKey_IsUnauthenticated(string wire)
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { ApiKey = "a secret" });

        var refusal = await Assert.ThrowsAsync<InferenceException>(async () => await Client(server, wire).InferAnytimeAsync(Request(1), Cancellation).FirstAsync(Cancellation));

        Assert.Equal(InferenceStatus.Unauthenticated, refusal.Status);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Infer_WhatTheServerRefuses_SaysWhy(string wire)
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server, wire);

        var missing = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request(1) with { Model = "another" }, Cancellation));
        var unknown = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request(1) with { Outputs = ["x"] }, Cancellation));
        var late = await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request(1) with { Timeout = TimeSpan.FromMicroseconds(1) }, Cancellation));

        Assert.Equal((InferenceStatus.NotFound, InferenceStatus.InvalidArgument, InferenceStatus.DeadlineExceeded), (missing.Status, unknown.Status, late.Status));
        Assert.Contains("expected logits, exit, confidence, got 'x'", unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Infer_Pictures_AnswersAsForWhatTheServerReads(string wire)
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { Pictures = _ => new GrayPictures() });
        var client = Client(server, wire);
        var numbers = new InferenceRequest(LoopbackServer.Model, "image", GrayPictures.Input(3, 200), [2, 1, 28, 28]);

        var answer = await client.InferAsync(InferenceRequest.OfPictures(LoopbackServer.Model, "image", [GrayPictures.Picture(3), GrayPictures.Picture(200)]), Cancellation);
        var refusal = await Assert.ThrowsAsync<InferenceException>(
            () => client.InferAsync(InferenceRequest.OfPictures(LoopbackServer.Model, "image", [GrayPictures.Picture(3), new byte[5]]), Cancellation));

        Assert.Equal((await client.InferAsync(numbers, Cancellation))["logits"].Floats(), answer["logits"].Floats());
        Assert.Equal((InferenceStatus.InvalidArgument, "input 'image', element 1: expected G and a gray, got 5 bytes"), (refusal.Status, refusal.Message));
    }

    [Fact]
    public async Task Infer_NoPicturesOrBothKinds_Throws()
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server, "rest");

        await Assert.ThrowsAsync<ArgumentException>(() => client.InferAsync(InferenceRequest.OfPictures(LoopbackServer.Model, "image", []), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => client.InferAsync(Request(1) with { Pictures = [GrayPictures.Picture(3)] }, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Metadata_OfAModel_IsTheServers(string wire)
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server, wire);

        var metadata = await client.MetadataAsync(LoopbackServer.Model, Cancellation);

        Assert.True(await client.IsReadyAsync(Cancellation));
        Assert.Equal([-1, 1, 28, 28], Assert.Single(metadata.Inputs).Shape);
        Assert.Equal(["logits", "exit", "confidence"], metadata.Outputs.Select(output => output.Name));
        Assert.Equal(InferenceStatus.NotFound, (await Assert.ThrowsAsync<InferenceException>(() => client.MetadataAsync("another", Cancellation))).Status);
    }

    [Fact]
    public async Task AddPonderClient_GivesAClientOfTheServer()
    {
        await using var server = await LoopbackServer.StartAsync();
        await using var services = new ServiceCollection().AddPonderClient(server.Client.BaseAddress!, apiKey: "key").Services.BuildServiceProvider(); // the server has one

        Assert.True(await services.GetRequiredService<IInferenceClient>().IsReadyAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public async Task Infer_NobodyThere_IsUnavailable(string wire)
    {
        IInferenceClient client;
        await using (var server = await LoopbackServer.StartAsync())
            client = wire == "rest" ? new RestInferenceClient(new HttpClient { BaseAddress = server.Client.BaseAddress }) : new GrpcInferenceClient(Grpc.Net.Client.GrpcChannel.ForAddress($"http://{server.Channel.Target}"));

        Assert.Equal(InferenceStatus.Unavailable, (await Assert.ThrowsAsync<InferenceException>(() => client.InferAsync(Request(1), Cancellation))).Status);
    }

    [Fact]
    public async Task Infer_ShapeOfOtherSamples_Throws()
    {
        await using var server = await LoopbackServer.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => Client(server, "rest").InferAsync(Request(1) with { Shape = [2, 1, 28, 28] }, Cancellation));
    }

    private static IInferenceClient Client(LoopbackServer server, string wire) => wire == "rest" ? new RestInferenceClient(server.Client) : new GrpcInferenceClient(server.Channel);

    private static InferenceRequest Request(int count) => new(LoopbackServer.Model, "image", LoopbackServer.Images(count), [count, 1, 28, 28]);
}
