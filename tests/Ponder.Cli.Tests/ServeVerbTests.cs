using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    [Fact]
    public async Task Serve_WithKeyAndCertificate_SpeaksTlsAndLetsInWhoKnowsTheKey()
    {
        using var folder = new ScratchFolder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2126, 1, 1, 0, 0, 0, TimeSpan.Zero));
        string keyFile = folder.Write("key.txt", "a secret\n"), pem = folder.Write("server.pem", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        int port = FreePort();
        using var interrupt = new CancellationTokenSource();
        var server = CommandRun.Of(interrupt.Token, "serve", Shipped, "--http-port", $"{port}", "--grpc-port", "0", "--api-key-file", keyFile, "--certificate", pem);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { certificate } };
        using var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } };
        using var client = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{port}") };
        await WaitUntilReady(client);

        using var unknown = await client.GetAsync("/v2/models/b-lenet-mnist", TestContext.Current.CancellationToken);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "a secret");
        using var known = await client.GetAsync("/v2/models/b-lenet-mnist", TestContext.Current.CancellationToken);
        using var nothing = new StringContent("{}");
        using var refused = await client.PostAsync("/v2/models/b-lenet-mnist/infer", nothing, TestContext.Current.CancellationToken);
        string metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        await interrupt.CancelAsync();
        await server;

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (unknown.StatusCode, known.StatusCode));
        Assert.Contains("ponder_requests", metrics, StringComparison.Ordinal);
        Assert.Contains("b-lenet-mnist", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--api-key-file")]
    [InlineData("--certificate")]
    public async Task Serve_FileThatIsNotThere_IsRefused(string option) => (await CommandRun.Of("serve", Shipped, option, "nothing.pem")).AssertRefused(option, "nothing.pem");

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
