using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Ponder.Serving.Grpc;
using Ponder.Serving.Models;
using Ponder.Serving.Operation;
using Ponder.Serving.Rest;

namespace Ponder.Serving;

/// <summary>Puts models behind the Open Inference Protocol in an ASP.NET Core application.</summary>
public static class PonderServing
{
    /// <summary>Adds the models and their queues.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="options">What to serve.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two models have one name; all faults are listed.</exception>
    public static IServiceCollection AddPonder(this IServiceCollection services, ServingOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        var models = new ModelRepository(options);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = (int)Math.Min(options.MaxRequestBytes, int.MaxValue);
            grpc.Interceptors.Add<ApiKey>();
        });
        services.AddGrpcHealthChecks().AddCheck("models", () => models.IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        return services.AddSingleton(options).AddSingleton<ApiKey>().AddSingleton(_ => models); // made by a factory, so that the application ends it
    }

    /// <summary>Loads the models and maps the protocol's paths under <c>/v2</c>, and its gRPC service with gRPC's own for health. Once the application is stopping they say that it is not ready.</summary>
    /// <param name="routes">The application.</param>
    /// <exception cref="Graph.ModelFormatException">A file is no model that can be served.</exception>
    /// <exception cref="Inference.UnsupportedOperatorException">The engine lacks operators of a model.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IEndpointRouteBuilder MapPonder(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var models = routes.ServiceProvider.GetRequiredService<ModelRepository>();
        models.LoadAll();
        routes.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(models.Drain);
        RestEndpoints.Map(routes);
        routes.MapGrpcService<GrpcInferenceService>();
        routes.MapGrpcHealthChecksService();
        return routes;
    }

    /// <summary>Answers unknown paths, wrong verbs and failures as the protocol's refusals, with a reason. In front of <see cref="MapPonder"/>, where an application has no such answers of its own.</summary>
    /// <param name="application">The application.</param>
    public static IApplicationBuilder UsePonderErrors(this IApplicationBuilder application)
    {
        ArgumentNullException.ThrowIfNull(application);
        application.UseExceptionHandler(failed => failed.Run(context => WriteAsync(context, "the server failed")));
        return application.UseStatusCodePages(status => WriteAsync(status.HttpContext, ReasonPhrases.GetReasonPhrase(status.HttpContext.Response.StatusCode)));

        static Task WriteAsync(HttpContext context, string reason) =>
            context.Response.WriteAsJsonAsync(new ErrorAnswer($"{context.Request.Method} {context.Request.Path}: {reason}"), ServingJson.Default.ErrorAnswer);
    }
}
