using System.Buffers;
using System.Runtime.CompilerServices;
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
    private const string StatusWish = "triton_grpc_error"; // a stream is to end at a refusal with its status

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
        var message = Message(request);
        return Response(await AskAsync(() => _client.ModelInferAsync(message, cancellationToken: cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<InferenceResponse> InferAnytimeAsync(InferenceRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.ThrowIfNotSound();
        var message = Message(request);
        message.Parameters["anytime"] = new InferParameter { BoolParam = true };
        return StreamAsync(message, cancellationToken);
    }

    private async IAsyncEnumerable<InferenceResponse> StreamAsync(ModelInferRequest message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var call = await Retry.RunAsync(() => OpenAsync(message, cancellationToken), _time, cancellationToken);
        InferenceResponse answer;
        do
        {
            var said = call.ResponseStream.Current;
            if (said.ErrorMessage.Length > 0)
                throw new InferenceException(InferenceStatus.Internal, said.ErrorMessage); // a server that knows no statuses here
            yield return answer = Response(said.InferResponse);
        }
        while (!answer.IsFinal && await NextAsync(call, cancellationToken));
    }

    /// <summary>Asks on a stream of its own, and waits for the first answer: until then a refusal can be asked again.</summary>
    private async Task<AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse>> OpenAsync(ModelInferRequest message, CancellationToken cancellationToken)
    {
        var call = _client.ModelStreamInfer(new Metadata { { StatusWish, "true" } }, cancellationToken: cancellationToken);
        try
        {
            await WriteAsync(call, message, cancellationToken);
            await NextAsync(call, cancellationToken);
            return call;
        }
        catch (InferenceException)
        {
            call.Dispose();
            throw;
        }
    }

    private static async Task WriteAsync(AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse> call, ModelInferRequest message, CancellationToken cancellationToken)
    {
        try
        {
            await call.RequestStream.WriteAsync(message, cancellationToken);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // The server has ended the call before it read; why is what the answer says.
        }
    }

    private static async Task<bool> NextAsync(AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.ResponseStream.MoveNext(cancellationToken)
                ? true
                : throw new InferenceException(InferenceStatus.Internal, "answer: expected a final one, got the end of the stream");
        }
        catch (RpcException error)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Refusal(error);
        }
    }

    private static ModelInferRequest Message(InferenceRequest request)
    {
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
        if (request.AccuracyTarget is { } accuracy)
            message.Parameters["accuracy_target"] = new InferParameter { DoubleParam = accuracy };
        return message;
    }

    private static InferenceResponse Response(ModelInferResponse answer) => answer.RawOutputContents.Count == answer.Outputs.Count
        ? new InferenceResponse(
            answer.ModelName, answer.ModelVersion, answer.Id,
            [.. answer.Outputs.Zip(answer.RawOutputContents, (output, data) => new OutputTensor(output.Name, output.Datatype, [.. output.Shape], data.Memory))],
            answer.Parameters.ToDictionary(pair => pair.Key, pair => Value(pair.Value)))
        : throw new InferenceException(InferenceStatus.Internal, $"answer: expected raw contents of {answer.Outputs.Count} outputs, got {answer.RawOutputContents.Count}");

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
