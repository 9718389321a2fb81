using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ponder.Serving.Models;
using Ponder.Serving.Operation;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Rest;

/// <summary>The Open Inference Protocol v2 over REST, with Triton's model repository, statistics and binary tensors.</summary>
internal static class RestEndpoints
{
    private const string HeaderLength = "Inference-Header-Content-Length";
    private const string RetrySeconds = "1";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/health/live", () => Results.Json(new LiveAnswer(true), ServingJson.Default.LiveAnswer));
        routes.MapGet("/v2/health/ready", (ModelRepository models) => models.IsReady
            ? Results.Json(new LiveAnswer(true), ServingJson.Default.LiveAnswer)
            : Results.Json(new LiveAnswer(false), ServingJson.Default.LiveAnswer, statusCode: StatusCodes.Status503ServiceUnavailable));
        routes = routes.MapGroup("").AddEndpointFilter(routes.ServiceProvider.GetRequiredService<ApiKey>());
        routes.MapGet("/v2/openapi.json", () => Results.Stream(OpenApiDocument.Open(), "application/json"));
        routes.MapGet("/v2", () => Results.Json(ServerMetadata.Own, ServingJson.Default.ServerMetadata));
        foreach (string model in new[] { "/v2/models/{model}", "/v2/models/{model}/versions/{version}" })
        {
            routes.MapGet(model, (ModelRepository models, string model, string? version) => WithModel(models, model, version, found => Results.Json(ModelMetadata.Of(found), ServingJson.Default.ModelMetadata)));
            routes.MapGet($"{model}/ready", (ModelRepository models, string model, string? version) => WithModel(models, model, version, found => Results.Json(new ReadyAnswer(found.Name, true), ServingJson.Default.ReadyAnswer)));
            routes.MapGet($"{model}/stats", (ModelRepository models, string model, string? version) =>
                WithModel(models, model, version, found => Results.Json(new StatisticsAnswer([ModelCounts.Of(found)]), ServingJson.Default.StatisticsAnswer)));
            routes.MapPost($"{model}/infer", InferAsync);
        }

        routes.MapGet("/v2/models/stats", (ModelRepository models) =>
            Results.Json(new StatisticsAnswer([.. models.Loaded.Select(ModelCounts.Of)]), ServingJson.Default.StatisticsAnswer));
        routes.MapPost("/v2/repository/index", (ModelRepository models) => Results.Json(RepositoryEntry.All(models), ServingJson.Default.RepositoryEntryArray));
        routes.MapPost("/v2/repository/models/{model}/load", (ModelRepository models, string model) => Changed(models.TryLoad(model)));
        routes.MapPost("/v2/repository/models/{model}/unload", (ModelRepository models, string model) => Changed(models.TryUnload(model)));
    }

    private static async Task<IResult> InferAsync(HttpContext context, ModelRepository models, ServingOptions options, string model, string? version)
    {
        if (models.Find(model, version, out var found) is { } missing)
            return Refuse(context, missing);
        int? headerLength = null;
        if (context.Request.Headers.TryGetValue(HeaderLength, out var header))
        {
            if (!int.TryParse(header, out int length))
                return Refuse(context, new ServingFault(ServingError.InvalidArgument, $"{HeaderLength}: expected a number of bytes, got '{header}'"));
            headerLength = length;
        }

        ReadOnlyMemory<byte>? body;
        try
        {
            body = await BodyReader.ReadAsync(context.Request, options.MaxRequestBytes, context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            Close(context);
            return Error($"body: {error.Message}", error.StatusCode); // too large for the host, too slow, or no HTTP
        }

        if (body is not { } bytes)
        {
            Close(context);
            return Refuse(context, new ServingFault(ServingError.TooLarge, $"body: expected at most {options.MaxRequestBytes:N0} bytes, got more"));
        }

        if (InferenceCallReader.Read(bytes, headerLength, found!, options, out var call) is { } fault) // nothing is missing
        {
            found!.Statistics.AddFailure();
            return Refuse(context, fault);
        }

        var (asked, outcome) = await models.RunAsync(found!, call!, context.RequestAborted); // read without a fault
        return outcome.Fault is { } failed ? Refuse(context, failed) : new InferenceResult(asked, call!, new AnswerTensors(asked, outcome));
    }

    private static IResult WithModel(ModelRepository models, string name, string? version, Func<ServedModel, IResult> answer) =>
        models.Find(name, version, out var model) is { } fault ? Fault(fault) : answer(model!); // without a fault there is one

    private static IResult Changed(ServingFault? fault) => fault is null ? Results.Ok() : Fault(fault);

    // The host ends a connection whose body has not been read; a client that is not told loses its next request.
    private static void Close(HttpContext context) => context.Response.Headers.Connection = "close";

    private static IResult Refuse(HttpContext context, ServingFault fault)
    {
        if (fault.Error == ServingError.Busy)
            context.Response.Headers.RetryAfter = RetrySeconds;
        return Fault(fault);
    }

    private static IResult Error(string message, int status) => Results.Json(new ErrorAnswer(message), ServingJson.Default.ErrorAnswer, statusCode: status);

    private static IResult Fault(ServingFault fault) => Error(fault.Message, fault.Error switch
    {
        ServingError.InvalidArgument => StatusCodes.Status400BadRequest,
        ServingError.NotFound => StatusCodes.Status404NotFound,
        ServingError.TooLarge => StatusCodes.Status413PayloadTooLarge,
        ServingError.Busy => StatusCodes.Status429TooManyRequests,
        ServingError.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ServingError.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    });
}
