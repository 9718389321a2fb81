using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ponder.Serving.Tests;

public sealed class OpenApiTests
{
    private static readonly string[] Verbs = ["get", "post"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_OfTheServer_ListsEveryPathThatIsMapped()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var document = JsonDocument.Parse(await server.Client.GetByteArrayAsync("/v2/openapi.json", Cancellation));

        var mapped = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v2", StringComparison.Ordinal)) // every endpoint here has a pattern
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(verb => $"{verb} {endpoint.RoutePattern.RawText}"));
        var described = document.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Where(verb => Verbs.Contains(verb.Name)).Select(verb => $"{verb.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_References_AllLeadSomewhere()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var document = JsonDocument.Parse(await server.Client.GetByteArrayAsync("/v2/openapi.json", Cancellation));

        string[] references = [.. References(document.RootElement).Distinct()];

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.NotEqual(
            JsonValueKind.Undefined, reference.Split('/')[1..].Aggregate(document.RootElement, (element, name) => element.GetProperty(name)).ValueKind));
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
