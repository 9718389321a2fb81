using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Ponder.EarlyExit;
using Ponder.Inference;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Tests;

/// <summary>Requests that say how accurate they want the model, over REST and gRPC.</summary>
public sealed class AccuracyTargetTests
{
    private const string Infer = $"/v2/models/{LoopbackServer.Model}/infer";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"accuracy_target": 0.5}""", "exit1")]
    [InlineData("""{"accuracy_target": 0.9}""", "exit1")]
    [InlineData("""{"accuracy_target": 0.91}""", "final")]
    [InlineData("""{"accuracy_target": 0.95, "timeout": 60000000}""", "final")]
    [InlineData("""{"accuracy_target": 0.95, "max_exit": "exit1"}""", "exit1")]
    public async Task Infer_Target_IsReachedAsCheaplyAsCanBe(string parameters, string exit)
    {
        await using var server = await LoopbackServer.StartAsync(points: LoopbackServer.Points);

        var (status, answer) = await Ask(server, parameters);

        Assert.Equal((HttpStatusCode.OK, $"{exit},{exit},{exit}"), (status, answer.GetProperty("parameters").GetProperty("exit_taken").GetString()));
    }

    [Theory]
    [InlineData("0.96", "parameters.accuracy_target: expected at most 0.95, the best on the calibration split, got 0.96")]
    [InlineData("0", "parameters.accuracy_target: expected a fraction above 0 and at most 1, got 0")]
    [InlineData("1.5", "parameters.accuracy_target: expected a fraction above 0 and at most 1, got 1.5")]
    [InlineData("\"high\"", "another kind of value")]
    public async Task Infer_TargetThatCannotBe_IsRefused(string target, string reason)
    {
        await using var server = await LoopbackServer.StartAsync(points: LoopbackServer.Points);

        var (status, answer) = await Ask(server, $$"""{"accuracy_target": {{target}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(new[] { 0.5, 0.5 })]
    public async Task Infer_ModelWithoutPoints_SaysHowToGetThem(double[]? calibrated)
    {
        await using var server = await LoopbackServer.StartAsync(exitShares: calibrated);

        var (status, answer) = await Ask(server, """{"accuracy_target": 0.9}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("ponder calibrate writes them into the file", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_ManyTargetsAtOnce_SeeNobodyElsesThresholds()
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { Threads = 2 }, points: LoopbackServer.Points);
        string own = string.Join(',', Engine().Select(answer => answer.Exit == 0 ? "exit1" : "final"));
        (string Parameters, string Exits)[] asked = [("{}", own), ("""{"accuracy_target": 0.9}""", "exit1,exit1,exit1"), ("""{"accuracy_target": 0.95}""", "final,final,final")];

        var found = await Task.WhenAll(Enumerable.Range(0, 90).Select(i => Ask(server, asked[i % 3].Parameters)));

        Assert.Equal(
            Enumerable.Range(0, 90).Select(i => asked[i % 3].Exits), found.Select(answer => answer.Answer.GetProperty("parameters").GetProperty("exit_taken").GetString()));
    }

    [Fact]
    public async Task Statistics_AfterAThousandSamplesWithATarget_DoNotSpeakOfDrift()
    {
        await using var server = await LoopbackServer.StartAsync(exitShares: [0.5, 0.5], points: LoopbackServer.Points);

        for (int i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(server, """{"accuracy_target": 0.9}""", count: 250)).Status);

        using var counts = JsonDocument.Parse(await server.Client.GetStringAsync($"/v2/models/{LoopbackServer.Model}/stats", Cancellation));
        Assert.Equal(JsonValueKind.Null, counts.RootElement.GetProperty("model_stats")[0].GetProperty("drift").ValueKind);
    }

    [Fact]
    public async Task ModelInfer_Target_IsReachedOrRefused()
    {
        await using var server = await LoopbackServer.StartAsync(points: LoopbackServer.Points);
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel);

        var cheap = await client.ModelInferAsync(Request(new InferParameter { DoubleParam = 0.9 }), cancellationToken: Cancellation);
        var high = await Assert.ThrowsAsync<RpcException>(async () => await client.ModelInferAsync(Request(new InferParameter { Int64Param = 1 }), cancellationToken: Cancellation));
        var odd = await Assert.ThrowsAsync<RpcException>(async () => await client.ModelInferAsync(Request(new InferParameter { StringParam = "high" }), cancellationToken: Cancellation));

        Assert.Equal("exit1", cheap.Parameters["exit_taken"].StringParam);
        Assert.Equal((StatusCode.InvalidArgument, StatusCode.InvalidArgument), (high.StatusCode, odd.StatusCode));
        Assert.Contains("expected at most 0.95", high.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("parameters.accuracy_target: expected a number", odd.Status.Detail, StringComparison.Ordinal);
    }

    private static Prediction[] Engine()
    {
        using var session = InferenceSession.Create(LoopbackServer.Graph(threshold: 2.25f));
        var answers = new Prediction[3];
        session.Predict(LoopbackServer.Images(3), 3, answers);
        return answers;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Ask(LoopbackServer server, string parameters, int count = 3)
    {
        using var content = new StringContent(
            $$"""{"parameters": {{parameters}}, "inputs": [{"name": "image", "datatype": "FP32", "shape": [{{count}}, 1, 28, 28], "data": [{{string.Join(',', LoopbackServer.Images(count).Select(value => $"{value:R}"))}}]}]}""");
        using var response = await server.Client.PostAsync(Infer, content, Cancellation);
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation)));
    }

    private static ModelInferRequest Request(InferParameter target)
    {
        var request = new ModelInferRequest
        {
            ModelName = LoopbackServer.Model,
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "FP32", Shape = { 1, 1, 28, 28 } } },
            RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(LoopbackServer.Images(1).AsSpan())) },
        };
        request.Parameters["accuracy_target"] = target;
        return request;
    }
}
