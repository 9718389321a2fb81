using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;
using Ponder.Serving.Rest;

namespace Ponder.Serving.Operation;

/// <summary>Lets in who names the key, as a bearer token: over REST a filter, over gRPC an interceptor. Without a key everybody is let in.</summary>
internal sealed class ApiKey(ServingOptions options) : Interceptor, IEndpointFilter
{
    private const string Header = "Authorization";
    private const string Scheme = "Bearer ";
    private const string Refusal = "Authorization: expected 'Bearer' and the server's key, got another or none";

    private readonly byte[]? _hash = options.ApiKey is { } key ? Hash(key) : null;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) => IsLetIn(context.HttpContext.Request.Headers[Header])
        ? await next(context)
        : Results.Json(new ErrorAnswer(Refusal), ServingJson.Default.ErrorAnswer, statusCode: StatusCodes.Status401Unauthorized);

    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(continuation);
        ThrowIfNotLetIn(context);
        return continuation(request, context);
    }

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(continuation);
        ThrowIfNotLetIn(context);
        return continuation(requestStream, responseStream, context);
    }

    private void ThrowIfNotLetIn(ServerCallContext context)
    {
        if (!IsOpen(context.Method) && !IsLetIn(context.RequestHeaders.GetValue(Header)))
            throw new RpcException(new Status(StatusCode.Unauthenticated, Refusal));
    }

    // Whoever looks after the server has no key.
    private static bool IsOpen(string method) => method is "/inference.GRPCInferenceService/ServerLive" or "/inference.GRPCInferenceService/ServerReady" or "/grpc.health.v1.Health/Check";

    // Of hashes, in a time that tells nothing of the key or its length.
    private bool IsLetIn(string? header) =>
        _hash is null || (header?.StartsWith(Scheme, StringComparison.Ordinal) == true && CryptographicOperations.FixedTimeEquals(_hash, Hash(header[Scheme.Length..])));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
