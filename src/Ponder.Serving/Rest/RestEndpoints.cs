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
            routes.MapPost($"{model}/infer", InferenceEndpoints.InferAsync);
            routes.MapPost($"{model}/infer_stream", InferenceEndpoints.InferStreamAsync);
        }

        routes.MapGet("/v2/models/stats", (ModelRepository models) =>
            Results.Json(new StatisticsAnswer([.. models.Loaded.Select(ModelCounts.Of)]), ServingJson.Default.StatisticsAnswer));
        routes.MapPost("/v2/repository/index", (ModelRepository models) => Results.Json(RepositoryEntry.All(models), ServingJson.Default.RepositoryEntryArray));
        routes.MapPost("/v2/repository/models/{model}/load", (ModelRepository models, string model) => Changed(models.TryLoad(model)));
        routes.MapPost("/v2/repository/models/{model}/unload", (ModelRepository models, string model) => Changed(models.TryUnload(model)));
    }

    private static IResult WithModel(ModelRepository models, string name, string? version, Func<ServedModel, IResult> answer) =>
        models.Find(name, version, out var model) is { } fault ? Refusals.Of(fault) : answer(model!); // without a fault there is one

    private static IResult Changed(ServingFault? fault) => fault is null ? Results.Ok() : Refusals.Of(fault);
}
