using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;

namespace Ponder.Client;

/// <summary>Puts a client into an application's services.</summary>
public static class PonderClientServices
{
    /// <summary>Adds <see cref="IInferenceClient"/> over REST, with handlers that the application's factory keeps.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="server">The server's address, e.g. http://localhost:8000.</param>
    /// <param name="apiKey">Sent as a bearer token; null for none.</param>
    /// <returns>For more settings of the HTTP client.</returns>
    public static IHttpClientBuilder AddPonderClient(this IServiceCollection services, Uri server, string? apiKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(server);
        return services.AddHttpClient<IInferenceClient, RestInferenceClient>(http =>
        {
            http.BaseAddress = server.AbsoluteUri.EndsWith('/') ? server : new Uri($"{server.AbsoluteUri}/");
            http.DefaultRequestHeaders.Authorization = apiKey is null ? null : new AuthenticationHeaderValue("Bearer", apiKey);
        });
    }
}
