using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Ponder.Serving.Grpc;

namespace Ponder.Client;

/// <summary>The protocol over gRPC, tensors as raw contents.</summary>
/// <param name="channel">Leads to the server; stays the caller's.</param>
/// <param name="time">Tells how long pauses are; null for the system's.</param>
public sealed class GrpcInferenceClient(ChannelBase channel, TimeProvider? time = null) : IInferenceClient
{
    private const string RetryHint = "grpc-retry-pushback-ms";

    private readonly GRPCInferenceService.GRPCInferenceServiceClient _client = new(channel);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken = default) =>
        (await AskAsync(() => _client.ServerReadyAsync(new ServerReadyRequest(), cancellationToken: cancellationToken), cancellationToken)).Ready;

    /// <inheritdoc/>
    public async Task<ModelMetadata> MetadataAsync(string model, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        var found = await AskAsync(() => _client.ModelMetadataAsync(new ModelMetadataRequest { Name = model }, cancellationToken: cancellationToken), cancellationToken);
        return new ModelMetadata(found.Name, [.. found.Versions], [.. found.Inputs.Select(Tensor)], [.. found.Outputs.Select(Tensor)]);

        static TensorMetadata Tensor(ModelMetadataResponse.Types.TensorMetadata tensor) => new(tensor.Name, tensor.Datatype, [.. tensor.Shape]);
    }

    /// <inheritdoc/>
    public async Task<InferenceResponse> InferAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfNotSound();
        var contents = new ArrayBufferWriter<byte>(request.ContentsLength);
        request.WriteContents(contents);
        var message = new ModelInferRequest
        {
            ModelName = request.Model,
            ModelVersion = request.Version ?? "",
            Id = request.Id ?? "",
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = request.Input, Datatype = request.Datatype, Shape = { request.Shape } } },
            Outputs = { request.Outputs.Select(output => new ModelInferRequest.Types.InferRequestedOutputTensor { Name = output }) },
            RawInputContents = { UnsafeByteOperations.UnsafeWrap(contents.WrittenMemory) }, // nobody else has the bytes
        };
        if (request.TimeoutMicroseconds is { } timeout)
            message.Parameters["timeout"] = new InferParameter { Int64Param = timeout };
        if (request.Priority != 0)
            message.Parameters["priority"] = new InferParameter { Int64Param = request.Priority };
        if (request.MaxExit is not null)
            message.Parameters["max_exit"] = new InferParameter { StringParam = request.MaxExit };
        if (request.BudgetMacs is { } budget)
            message.Parameters["budget_macs"] = new InferParameter { Int64Param = budget };
        var answer = await AskAsync(() => _client.ModelInferAsync(message, cancellationToken: cancellationToken), cancellationToken);
        if (answer.RawOutputContents.Count != answer.Outputs.Count)
            throw new InferenceException(InferenceStatus.Internal, $"answer: expected raw contents of {answer.Outputs.Count} outputs, got {answer.RawOutputContents.Count}");
        return new InferenceResponse(
            answer.ModelName, answer.ModelVersion, answer.Id,
            [.. answer.Outputs.Zip(answer.RawOutputContents, (output, data) => new OutputTensor(output.Name, output.Datatype, [.. output.Shape], data.Memory))],
            answer.Parameters.ToDictionary(pair => pair.Key, pair => Value(pair.Value)));
    }

    private static object Value(InferParameter parameter) => parameter.ParameterChoiceCase switch
    {
        InferParameter.ParameterChoiceOneofCase.BoolParam => parameter.BoolParam,
        InferParameter.ParameterChoiceOneofCase.Int64Param => parameter.Int64Param,
        InferParameter.ParameterChoiceOneofCase.Uint64Param => (long)Math.Min(parameter.Uint64Param, long.MaxValue),
        InferParameter.ParameterChoiceOneofCase.DoubleParam => parameter.DoubleParam,
        _ => parameter.StringParam,
    };

    private Task<T> AskAsync<T>(Func<AsyncUnaryCall<T>> call, CancellationToken cancellationToken) => Retry.RunAsync(
        async () =>
        {
            try
            {
                return await call();
            }
            catch (RpcException error)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw Refusal(error);
            }
        },
        _time, cancellationToken);

    private static InferenceException Refusal(RpcException error)
    {
        var status = error.StatusCode switch
        {
            StatusCode.InvalidArgument => InferenceStatus.InvalidArgument,
            StatusCode.NotFound => InferenceStatus.NotFound,
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => InferenceStatus.Unauthenticated,
            StatusCode.ResourceExhausted => InferenceStatus.ResourceExhausted,
            StatusCode.Unavailable => InferenceStatus.Unavailable,
            StatusCode.DeadlineExceeded => InferenceStatus.DeadlineExceeded,
            _ => InferenceStatus.Internal,
        };
        // Only a server that names a pause has not begun: a connection that breaks has this status, too.
        return new InferenceException(status, error.Status.Detail, error)
        {
            RetryAfter = int.TryParse(error.Trailers.GetValue(RetryHint), out int pause) && pause >= 0 ? TimeSpan.FromMilliseconds(pause) : null,
        };
    }
}
