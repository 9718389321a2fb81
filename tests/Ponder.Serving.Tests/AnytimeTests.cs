using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Tests;

/// <summary>Answers that come exit by exit, as events and on a stream.</summary>
public sealed class AnytimeTests
{
    private const string Infer = $"/v2/models/{LoopbackServer.Model}/infer";
    private const string Stream = $"{Infer}_stream";
    private const string Final = "triton_final_response";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "{}", "exit1 final")]
    [InlineData(10, "{}", "exit1")]
    [InlineData(0, """{"max_exit": "exit1"}""", "exit1")]
    [InlineData(0, """{"timeout": 60000000}""", "exit1 final")]
    public async Task InferStream_OneSample_SendsEveryExitPassed(float threshold, string parameters, string exits)
    {
        await using var server = await LoopbackServer.StartAsync(threshold: threshold);

        using var response = await server.Client.PostAsync(Stream, Json(1, parameters), Cancellation);

        var events = await Events(response);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(exits, string.Join(' ', events.Select(answer => Parameter(answer, "exit_taken").GetString())));
        Assert.Equal(events.Select((_, i) => i == events.Length - 1), events.Select(answer => Parameter(answer, Final).GetBoolean()));
    }

    [Fact]
    public async Task InferStream_EveryAnswer_IsThatOfInferUpToItsExit()
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0); // nobody leaves early

        using var response = await server.Client.PostAsync(Stream, Json(1, "{}"), Cancellation);

        var events = await Events(response);
        Assert.Equal(await Outputs(server, """{"max_exit": "exit1"}"""), events[0].GetProperty("outputs").GetRawText());
        Assert.Equal(await Outputs(server, "{}"), events[1].GetProperty("outputs").GetRawText());
    }

    [Theory]
    [InlineData(2, "{}", HttpStatusCode.BadRequest, "expected one sample")]
    [InlineData(1, """{"binary_data_output": true}""", HttpStatusCode.BadRequest, "expected JSON")]
    [InlineData(1, """{"max_exit": "exit9"}""", HttpStatusCode.BadRequest, "expected exit1, final")]
    [InlineData(1, """{"timeout": 1}""", HttpStatusCode.GatewayTimeout, "timeout: expected")]
    public async Task InferStream_WhatCannotBe_IsRefusedWithAStatus(int count, string parameters, HttpStatusCode status, string reason)
    {
        await using var server = await LoopbackServer.StartAsync();

        using var response = await server.Client.PostAsync(Stream, Json(count, parameters), Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InferStream_Answered_IsCountedOnce()
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0);
        using var response = await server.Client.PostAsync(Stream, Json(1, "{}"), Cancellation);
        await Events(response);

        using var document = JsonDocument.Parse(await server.Client.GetStringAsync($"/v2/models/{LoopbackServer.Model}/stats", Cancellation));

        Assert.Equal("""{"exit1":0,"final":1}""", document.RootElement.GetProperty("model_stats")[0].GetProperty("exits").GetRawText());
    }

    [Fact]
    public async Task ModelStreamInfer_SeveralRequests_AreAnsweredInOrder()
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0);
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel);
        var unary = await client.ModelInferAsync(Request("unary"), cancellationToken: Cancellation);
        using var stream = client.ModelStreamInfer(cancellationToken: Cancellation);

        await stream.RequestStream.WriteAsync(Request("plain"), Cancellation);
        await stream.RequestStream.WriteAsync(Anytime(Request("anytime")), Cancellation);
        await stream.RequestStream.WriteAsync(Anytime(Request("several", count: 2)), Cancellation);
        await stream.RequestStream.WriteAsync(Request("last"), Cancellation);
        await stream.RequestStream.CompleteAsync();
        var answers = await stream.ResponseStream.ReadAllAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["plain", "anytime", "anytime", "several", "last"], answers.Select(answer => answer.InferResponse.Id));
        Assert.Equal("inputs: expected one sample for answers on the way, got 2", answers[3].ErrorMessage);
        answers.RemoveAt(3);
        Assert.Equal([true, false, true, true], answers.Select(answer => answer.InferResponse.Parameters[Final].BoolParam));
        Assert.Equal(["final", "exit1", "final", "final"], answers.Select(answer => answer.InferResponse.Parameters["exit_taken"].StringParam));
        Assert.Equal(unary.RawOutputContents, answers[2].InferResponse.RawOutputContents);
    }

    [Fact]
    public async Task ModelStreamInfer_StatusWished_EndsAtARefusalWithIt()
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel);
        using var stream = client.ModelStreamInfer(new Metadata { { "triton_grpc_error", "true" } }, cancellationToken: Cancellation);
        var request = Request("other");
        request.ModelName = "another";
        await stream.RequestStream.WriteAsync(request, Cancellation);

        var error = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Cancellation));

        Assert.Equal((StatusCode.NotFound, "model 'another': expected b-lenet, got none of this name"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task ModelStreamInfer_AnytimeThatIsNoFlag_IsRefused()
    {
        await using var server = await LoopbackServer.StartAsync();
        var request = Request("odd");
        request.Parameters["anytime"] = new InferParameter { Int64Param = 1 };

        var error = await Assert.ThrowsAsync<RpcException>(
            async () => await new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel).ModelInferAsync(request, cancellationToken: Cancellation));

        Assert.Contains("parameters.anytime: expected true or false", error.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<string> Outputs(LoopbackServer server, string parameters)
    {
        using var response = await server.Client.PostAsync(Infer, Json(1, parameters), Cancellation);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation));
        return document.RootElement.GetProperty("outputs").GetRawText();
    }

    private static async Task<JsonElement[]> Events(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync(Cancellation);
        return await SseParser.Create(stream).EnumerateAsync(Cancellation).Select(item => JsonElement.Parse(item.Data)).ToArrayAsync(Cancellation);
    }

    private static JsonElement Parameter(JsonElement answer, string name) => answer.GetProperty("parameters").GetProperty(name);

    private static StringContent Json(int count, string parameters) => new(
        $$"""{"parameters": {{parameters}}, "inputs": [{"name": "image", "datatype": "FP32", "shape": [{{count}}, 1, 28, 28], "data": [{{string.Join(',', LoopbackServer.Images(count).Select(value => $"{value:R}"))}}]}]}""");

    private static ModelInferRequest Request(string id, int count = 1) => new()
    {
        Id = id,
        ModelName = LoopbackServer.Model,
        Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "FP32", Shape = { count, 1, 28, 28 } } },
        RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(LoopbackServer.Images(count).AsSpan())) },
    };

    private static ModelInferRequest Anytime(ModelInferRequest request)
    {
        request.Parameters["anytime"] = new InferParameter { BoolParam = true };
        return request;
    }
}
