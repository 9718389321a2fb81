using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;
using Ponder.Serving.Rest;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Grpc;

/// <summary>The Open Inference Protocol v2 over gRPC.</summary>
internal sealed class GrpcInferenceService(ModelRepository models, ServingOptions options, IHostApplicationLifetime lifetime) : GRPCInferenceService.GRPCInferenceServiceBase
{
    private const string RetryHint = "grpc-retry-pushback-ms"; // what gRPC's own clients wait before they try again
    private const string RetryMs = "1000";
    private const string StatusWish = "triton_grpc_error"; // a stream then ends at a refusal with its status, as at Triton; else the answer tells it

    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) => Task.FromResult(new ServerLiveResponse { Live = true });

    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ServerReadyResponse { Ready = models.IsReady });

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context) =>
        Task.FromResult(new ModelReadyResponse { Ready = models.Find(request.Name, request.Version, out _) is null });

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context)
    {
        var own = Rest.ServerMetadata.Own;
        return Task.FromResult(new ServerMetadataResponse { Name = own.Name, Version = own.Version, Extensions = { own.Extensions } });
    }

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context)
    {
        ThrowIf(models.Find(request.Name, request.Version, out var model));
        var known = Rest.ModelMetadata.Of(model!); // nothing was thrown
        return Task.FromResult(new ModelMetadataResponse
        {
            Name = known.Name,
            Versions = { known.Versions },
            Platform = known.Platform,
            Inputs = { known.Inputs.Select(Tensor) },
            Outputs = { known.Outputs.Select(Tensor) },
        });

        static ModelMetadataResponse.Types.TensorMetadata Tensor(ModelMetadata.Tensor tensor) =>
            new() { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { tensor.Shape.Select(size => (long)size) } };
    }

    public override async Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
    {
        ThrowIf(Read(request, out var model, out var call));
        var (asked, outcome) = await models.RunAsync(model!, call!, context.CancellationToken); // read without a fault
        ThrowIf(outcome.Fault);
        return GrpcAnswer.Of(asked, call!, new AnswerTensors(asked, outcome));
    }

    public override async Task ModelStreamInfer(IAsyncStreamReader<ModelInferRequest> requestStream, IServerStreamWriter<ModelStreamInferResponse> responseStream, ServerCallContext context)
    {
        bool endsAtFaults = context.RequestHeaders.GetValue(StatusWish) == "true";
        using var going = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        bool isAnswered = false; // who opens a stream is answered once, whatever happens to the server
        while (await NextAsync(requestStream, isAnswered ? going.Token : context.CancellationToken, context.CancellationToken))
        {
            var request = requestStream.Current;
            await foreach (var (answer, fault) in AnswersAsync(request, context.CancellationToken))
            {
                if (endsAtFaults)
                    ThrowIf(fault);
                await responseStream.WriteAsync(
                    new ModelStreamInferResponse { InferResponse = answer ?? new ModelInferResponse { ModelName = request.ModelName, Id = request.Id }, ErrorMessage = fault?.Message ?? "" },
                    context.CancellationToken);
            }

            isAnswered = true;
        }
    }

    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context)
    {
        ServedModel? asked = null;
        if (request.Name.Length > 0)
            ThrowIf(models.Find(request.Name, request.Version, out asked));
        var counted = asked is null ? models.Loaded : [asked];
        return Task.FromResult(new ModelStatisticsResponse { ModelStats = { counted.Select(ModelCounts.Of).Select(GrpcStatistics.Of) } });
    }

    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context) => Task.FromResult(new RepositoryIndexResponse
    {
        Models =
        {
            RepositoryEntry.All(models).Where(entry => !request.Ready || entry.State == RepositoryEntry.Ready)
                .Select(entry => new RepositoryIndexResponse.Types.ModelIndex { Name = entry.Name, Version = entry.Version, State = entry.State }),
        },
    });

    public override Task<RepositoryModelLoadResponse> RepositoryModelLoad(RepositoryModelLoadRequest request, ServerCallContext context)
    {
        ThrowIf(models.TryLoad(request.ModelName));
        return Task.FromResult(new RepositoryModelLoadResponse());
    }

    public override Task<RepositoryModelUnloadResponse> RepositoryModelUnload(RepositoryModelUnloadRequest request, ServerCallContext context)
    {
        ThrowIf(models.TryUnload(request.ModelName));
        return Task.FromResult(new RepositoryModelUnloadResponse());
    }

    // A stream that nobody asks anything on must not hold up the end of the server.
    private static async Task<bool> NextAsync(IAsyncStreamReader<ModelInferRequest> requests, CancellationToken going, CancellationToken cancellation)
    {
        try
        {
            return await requests.MoveNext(going);
        }
        catch (OperationCanceledException) when (going.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "stream: the server is going away"));
        }
    }

    // Of a request on a stream: one, or those of all exits passed.
    private async IAsyncEnumerable<(ModelInferResponse? Answer, ServingFault? Fault)> AnswersAsync(ModelInferRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Read(request, out var model, out var call) is { } fault)
        {
            yield return (null, fault);
            yield break;
        }

        if (!call!.IsAnytime) // read without a fault
        {
            yield return Answer(await models.RunAsync(model!, call, cancellation)); // as above
            yield break;
        }

        await foreach (var answer in models.RunAnytimeAsync(model!, call, cancellation))
            yield return Answer(answer);

        (ModelInferResponse? Answer, ServingFault? Fault) Answer((ServedModel Model, CallOutcome Outcome) answered) => answered.Outcome.Fault is { } failed
            ? (null, failed)
            : (GrpcAnswer.Of(answered.Model, call, new AnswerTensors(answered.Model, answered.Outcome with { IsFinal = answered.Outcome.IsFinal ?? true })), null);
    }

    private ServingFault? Read(ModelInferRequest request, out ServedModel? model, out InferenceCall? call)
    {
        call = null;
        if (models.Find(request.ModelName, request.ModelVersion, out model) is { } missing)
            return missing;
        var fault = GrpcCallReader.Read(request, model!, options, out call); // nothing is missing
        if (fault is not null)
            model!.Statistics.AddFailure();
        return fault;
    }

    private static void ThrowIf(ServingFault? fault)
    {
        if (fault is null)
            return;
        var code = fault.Error switch
        {
            ServingError.InvalidArgument => StatusCode.InvalidArgument,
            ServingError.NotFound => StatusCode.NotFound,
            ServingError.TooLarge or ServingError.Busy => StatusCode.ResourceExhausted,
            ServingError.Unavailable => StatusCode.Unavailable,
            ServingError.DeadlineExceeded => StatusCode.DeadlineExceeded,
            _ => StatusCode.Internal,
        };
        throw new RpcException(new Status(code, fault.Message), fault.Error == ServingError.Busy ? new Metadata { { RetryHint, RetryMs } } : []);
    }
}
