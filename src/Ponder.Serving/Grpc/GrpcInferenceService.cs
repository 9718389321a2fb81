using Grpc.Core;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;
using Ponder.Serving.Rest;

namespace Ponder.Serving.Grpc;

/// <summary>The Open Inference Protocol v2 over gRPC.</summary>
internal sealed class GrpcInferenceService(ModelRepository models, ServingOptions options) : GRPCInferenceService.GRPCInferenceServiceBase
{
    private const string RetryHint = "grpc-retry-pushback-ms"; // what gRPC's own clients wait before they try again
    private const string RetryMs = "1000";

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
        ThrowIf(models.Find(request.ModelName, request.ModelVersion, out var model));
        if (GrpcCallReader.Read(request, model!, options, out var call) is { } fault) // as above
        {
            model!.Statistics.AddFailure();
            ThrowIf(fault);
        }

        var (asked, outcome) = await models.RunAsync(model!, call!, context.CancellationToken); // read without a fault
        ThrowIf(outcome.Fault);
        return GrpcAnswer.Of(asked, call!, new AnswerTensors(asked, outcome));
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
