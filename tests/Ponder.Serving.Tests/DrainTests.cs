using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Tests;

public sealed class DrainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readiness_OnceTheApplicationIsStopping_IsGone()
    {
        await using var server = await LoopbackServer.StartAsync();
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        using var ready = await server.Client.GetAsync("/v2/health/ready", Cancellation);
        using var live = await server.Client.GetAsync("/v2/health/live", Cancellation);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (ready.StatusCode, live.StatusCode));
        Assert.False((await client.ServerReadyAsync(new ServerReadyRequest(), cancellationToken: Cancellation)).Ready);
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.NotServing,
            (await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest(), cancellationToken: Cancellation)).Status);
    }

    [Fact]
    public async Task Requests_InFlightWhenTheServerEnds_AreAnswered()
    {
        using var gate = new ManualResetEventSlim();
        using var content = new StringContent("""{"inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": ["RwA="]}]}""");
        var pictures = new GrayPictures { Gate = gate };
        await using var server = await LoopbackServer.StartAsync(options => options with { Pictures = _ => pictures });

        var asked = server.Client.PostAsync($"/v2/models/{LoopbackServer.Model}/infer", content, Cancellation);
        await pictures.Entered;
        var end = server.Services.GetRequiredService<IHost>().StopAsync(Cancellation);
        await Task.Delay(200, Cancellation);
        bool isOver = end.IsCompleted;
        gate.Set();
        await end;
        using var answer = await asked;

        Assert.False(isOver);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Stream_NobodyAsksOn_DoesNotHoldUpTheEnd()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var stream = new GRPCInferenceService.GRPCInferenceServiceClient(server.Channel).ModelStreamInfer(cancellationToken: Cancellation);
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication(); // the first request of a stream is answered all the same
        await stream.RequestStream.WriteAsync(new ModelInferRequest { ModelName = "another" }, Cancellation);
        Assert.True(await stream.ResponseStream.MoveNext(Cancellation));

        var error = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(Cancellation));

        Assert.Equal((StatusCode.Unavailable, "stream: the server is going away"), (error.StatusCode, error.Status.Detail));
    }
}
