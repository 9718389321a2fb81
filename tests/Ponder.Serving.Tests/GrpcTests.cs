using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using Ponder.EarlyExit;
using Ponder.Inference;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Tests;

public sealed class GrpcTests
{
    private const int Count = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ModelInfer_RawContents_AnswersRawAndAsTheEngineDoes()
    {
        await using var server = await LoopbackServer.StartAsync();
        var request = Request(Count);
        request.RawInputContents.Add(ByteString.CopyFrom(MemoryMarshal.AsBytes(LoopbackServer.Images(Count).AsSpan())));
        request.Id = "seven";

        var answer = await Client(server).ModelInferAsync(request, cancellationToken: Cancellation);

        var (expected, logits) = Expected(Count);
        Assert.Equal((LoopbackServer.Model, "1", "seven"), (answer.ModelName, answer.ModelVersion, answer.Id));
        Assert.Equal(["logits", "exit", "confidence"], answer.Outputs.Select(output => output.Name));
        Assert.Equal(logits, MemoryMarshal.Cast<byte, float>(answer.RawOutputContents[0].Span).ToArray());
        Assert.Equal(expected.Select(prediction => (long)prediction.Exit), MemoryMarshal.Cast<byte, long>(answer.RawOutputContents[1].Span).ToArray());
        Assert.Equal(expected.Select(prediction => prediction.Confidence), MemoryMarshal.Cast<byte, float>(answer.RawOutputContents[2].Span).ToArray());
        Assert.Equal((long)expected.Average(prediction => prediction.Macs), answer.Parameters["macs"].Int64Param);
        Assert.False(answer.Parameters["deadline_hit"].BoolParam);
    }

    [Fact]
    public async Task ModelInfer_TypedContentsAndOneOutput_AnswersTypedAndOnlyIt()
    {
        await using var server = await LoopbackServer.StartAsync();
        var request = Request(1);
        request.Inputs[0].Contents = new InferTensorContents { Fp32Contents = { LoopbackServer.Images(1) } };
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "logits" });

        var answer = await Client(server).ModelInferAsync(request, cancellationToken: Cancellation);

        Assert.Equal(Expected(1).Logits, Assert.Single(answer.Outputs).Contents.Fp32Contents);
        Assert.Empty(answer.RawOutputContents);
    }

    public static TheoryData<string, StatusCode, string> Faults => new()
    {
        { "model", StatusCode.NotFound, "expected b-lenet" },
        { "version", StatusCode.NotFound, "expected version 1" },
        { "input", StatusCode.InvalidArgument, "expected 'image'" },
        { "datatype", StatusCode.InvalidArgument, "expected datatype FP32" },
        { "shape", StatusCode.InvalidArgument, "expected [N, 1, 28, 28]" },
        { "bytes", StatusCode.InvalidArgument, "expected 3136 bytes, got 4" },
        { "both", StatusCode.InvalidArgument, "expected contents or one raw_input_contents, got both" },
        { "none", StatusCode.InvalidArgument, "expected 784 numbers" },
        { "output", StatusCode.InvalidArgument, "expected logits, exit, confidence, got 'x'" },
        { "timeout", StatusCode.InvalidArgument, "expected microseconds from 1" },
        { "timeout kind", StatusCode.InvalidArgument, "parameters.timeout: expected a whole number" },
        { "exit", StatusCode.InvalidArgument, "expected exit1, final" },
        { "budget", StatusCode.InvalidArgument, "what the first exit costs" },
        { "samples", StatusCode.ResourceExhausted, "expected at most 256 samples" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task ModelInfer_WhatCannotBe_IsRefusedWithAReason(string fault, StatusCode status, string reason)
    {
        await using var server = await LoopbackServer.StartAsync();
        var request = Request(1);
        request.RawInputContents.Add(ByteString.CopyFrom(new byte[LoopbackServer.SampleLength * sizeof(float)]));
        Spoil(request, fault);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client(server).ModelInferAsync(request, cancellationToken: Cancellation));

        Assert.Equal(status, error.StatusCode);
        Assert.Contains(reason, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_AndMetadata_SayWhatIsServed()
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server);

        Assert.True((await client.ServerLiveAsync(new ServerLiveRequest(), cancellationToken: Cancellation)).Live);
        Assert.True((await client.ServerReadyAsync(new ServerReadyRequest(), cancellationToken: Cancellation)).Ready);
        Assert.True((await client.ModelReadyAsync(new ModelReadyRequest { Name = LoopbackServer.Model }, cancellationToken: Cancellation)).Ready);
        Assert.False((await client.ModelReadyAsync(new ModelReadyRequest { Name = "another" }, cancellationToken: Cancellation)).Ready);
        Assert.Equal("ponder", (await client.ServerMetadataAsync(new ServerMetadataRequest(), cancellationToken: Cancellation)).Name);
        Assert.Equal([-1, 1, 28, 28], (await client.ModelMetadataAsync(new ModelMetadataRequest { Name = LoopbackServer.Model }, cancellationToken: Cancellation)).Inputs[0].Shape);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving,
            (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancellation)).Status);
    }

    [Fact]
    public async Task ModelStatistics_AfterAnswers_CountsThem()
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server);
        var request = Request(Count);
        request.RawInputContents.Add(ByteString.CopyFrom(MemoryMarshal.AsBytes(LoopbackServer.Images(Count).AsSpan())));
        await client.ModelInferAsync(request, cancellationToken: Cancellation);

        var all = await client.ModelStatisticsAsync(new ModelStatisticsRequest(), cancellationToken: Cancellation);
        var one = await client.ModelStatisticsAsync(new ModelStatisticsRequest { Name = LoopbackServer.Model, Version = "1" }, cancellationToken: Cancellation);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.ModelStatisticsAsync(new ModelStatisticsRequest { Name = "another" }, cancellationToken: Cancellation));

        Assert.Equal(all, one);
        var counts = Assert.Single(all.ModelStats);
        Assert.Equal((LoopbackServer.Model, (ulong)Count, (ulong)Count, 1ul), (counts.Name, counts.InferenceCount, counts.ExecutionCount, counts.InferenceStats.Success.Count));
        Assert.True(counts.InferenceStats.ComputeInfer.Ns > 0);
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Repository_UnloadAndLoad_ChangesWhatIsServed()
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = Client(server);

        await client.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = LoopbackServer.Model }, cancellationToken: Cancellation);
        var gone = await client.RepositoryIndexAsync(new RepositoryIndexRequest(), cancellationToken: Cancellation);
        var ready = await client.RepositoryIndexAsync(new RepositoryIndexRequest { Ready = true }, cancellationToken: Cancellation);
        await client.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = LoopbackServer.Model }, cancellationToken: Cancellation);
        var back = await client.RepositoryIndexAsync(new RepositoryIndexRequest { Ready = true }, cancellationToken: Cancellation);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "another" }, cancellationToken: Cancellation));

        Assert.Equal(("UNAVAILABLE", "1"), (Assert.Single(gone.Models).State, gone.Models[0].Version));
        Assert.Empty(ready.Models);
        Assert.Equal("READY", Assert.Single(back.Models).State);
        Assert.Equal((StatusCode.NotFound, "model 'another': expected b-lenet"), (error.StatusCode, error.Status.Detail));
    }

    private static GRPCInferenceService.GRPCInferenceServiceClient Client(LoopbackServer server) => new(server.Channel);

    private static ModelInferRequest Request(int count) => new()
    {
        ModelName = LoopbackServer.Model,
        Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "FP32", Shape = { count, 1, 28, 28 } } },
    };

    private static void Spoil(ModelInferRequest request, string fault)
    {
        var input = request.Inputs[0];
        switch (fault)
        {
            case "model": request.ModelName = "another"; break;
            case "version": request.ModelVersion = "2"; break;
            case "input": input.Name = "x"; break;
            case "datatype": input.Datatype = "FP64"; break;
            case "shape": input.Shape[1] = 3; break;
            case "bytes": request.RawInputContents[0] = ByteString.CopyFrom(new byte[4]); break;
            case "both": input.Contents = new InferTensorContents { Fp32Contents = { 1 } }; break;
            case "none": request.RawInputContents.Clear(); break;
            case "output": request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "x" }); break;
            case "timeout": request.Parameters["timeout"] = new InferParameter { Int64Param = 0 }; break;
            case "timeout kind": request.Parameters["timeout"] = new InferParameter { StringParam = "5" }; break;
            case "exit": request.Parameters["max_exit"] = new InferParameter { StringParam = "exit9" }; break;
            case "budget": request.Parameters["budget_macs"] = new InferParameter { Int64Param = 5 }; break;
            default: input.Shape[0] = 1000; break;
        }
    }

    private static (Prediction[] Predictions, float[] Logits) Expected(int count)
    {
        using var session = InferenceSession.Create(LoopbackServer.Graph(threshold: 2.25f));
        var predictions = new Prediction[count];
        float[] logits = new float[count * 10];
        session.Predict(LoopbackServer.Images(count), count, predictions, logits);
        return (predictions, logits);
    }
}
