using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Ponder.Cli.Tests;

public sealed class ServeVerbTests
{
    private static readonly string Shipped = Path.Combine(Ponder.Tests.RepositoryFolder.Root, "models", "b-lenet-mnist.onnx");

    [Fact]
    public async Task Serve_ShippedModel_AnswersTheLineOfTheReadmeUntilInterrupted()
    {
        int port = FreePort();
        using var interrupt = new CancellationTokenSource();
        var server = CommandRun.Of(interrupt.Token, "serve", Shipped, "--http-port", $"{port}", "--grpc-port", "0");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await WaitUntilReady(client);
        using var body = new StringContent($$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[1,1,28,28],"data":[{{string.Join(',', Enumerable.Repeat(0, 784))}}]}]}""");

        using var response = await client.PostAsync("/v2/models/b-lenet-mnist/infer", body, TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await interrupt.CancelAsync();
        var run = await server;

        Assert.Equal(10, json.RootElement.GetProperty("outputs")[0].GetProperty("data").GetArrayLength());
        Assert.Equal(ExitCodes.Done, run.Code);
        Assert.Contains("b-lenet-mnist", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http-port", "70000")]
    [InlineData("--host", "nowhere")]
    public async Task Serve_BadAddress_IsRefused(string option, string value) => (await CommandRun.Of("serve", Shipped, option, value)).AssertRefused(option, value);

    [Fact]
    public async Task Serve_NoModel_IsRefused() => (await CommandRun.Of("serve", "nothing.onnx", "--http-port", "0", "--grpc-port", "0")).AssertRefused("nothing.onnx");

    private static async Task WaitUntilReady(HttpClient client)
    {
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var ready = await client.GetAsync("/v2/health/ready", TestContext.Current.CancellationToken);
                if (ready.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("the server was not ready in time");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
