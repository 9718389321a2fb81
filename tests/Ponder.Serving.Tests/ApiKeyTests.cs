using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Tests;

public sealed class ApiKeyTests
{
    private const string Key = "a secret";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("another", HttpStatusCode.Unauthorized)]
    [InlineData("a secret", HttpStatusCode.OK)]
    public async Task Rest_LetsInWhoKnowsTheKey(string? key, HttpStatusCode expected)
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { ApiKey = Key });
        server.Client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

        using var model = await server.Client.GetAsync($"v2/models/{LoopbackServer.Model}", Cancellation);
        using var load = await server.Client.PostAsync($"v2/repository/models/{LoopbackServer.Model}/load", content: null, Cancellation);
        using var health = await server.Client.GetAsync("v2/health/ready", Cancellation);

        Assert.Equal((expected, expected, HttpStatusCode.OK), (model.StatusCode, load.StatusCode, health.StatusCode));
    }

    [Fact]
    public async Task Grpc_LetsInWhoKnowsTheKey()
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { ApiKey = Key });
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel);
        var request = new ModelMetadataRequest { Name = LoopbackServer.Model };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.ModelMetadataAsync(request, cancellationToken: Cancellation));
        var known = await client.ModelMetadataAsync(request, new Metadata { { "Authorization", $"Bearer {Key}" } }, cancellationToken: Cancellation);

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.Equal(LoopbackServer.Model, known.Name);
        using var stream = client.ModelStreamInfer(cancellationToken: Cancellation);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Cancellation))).StatusCode);
        Assert.True((await client.ServerLiveAsync(new ServerLiveRequest(), cancellationToken: Cancellation)).Live);
    }
}
