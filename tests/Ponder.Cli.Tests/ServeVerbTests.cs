using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Ponder.Data.Tests;

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
    public async Task Serve_Pictures_AnswersAsPredictDoes()
    {
        using var folder = new ScratchFolder();
        byte[] picture = TestPictures.Encode(TestPictures.Format.Jpeg, 64, 48);
        string model = TestModels.BranchyLeNet(folder), file = folder.Write("picture.jpg", picture);
        int port = FreePort();
        using var interrupt = new CancellationTokenSource();
        var server = CommandRun.Of(interrupt.Token, "serve", model, "--http-port", $"{port}", "--grpc-port", "0");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await WaitUntilReady(client);
        using var body = new StringContent($$"""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["{{Convert.ToBase64String(picture)}}"]}]}""");
        using var bomb = new StringContent($$"""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["{{Convert.ToBase64String(TestPictures.BmpHeader(8000, 8000))}}"]}]}""");

        using var response = await client.PostAsync("/v2/models/model/infer", body, TestContext.Current.CancellationToken);
        using var refused = await client.PostAsync("/v2/models/model/infer", bomb, TestContext.Current.CancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        string refusal = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var predicted = JsonDocument.Parse((await CommandRun.Of("predict", model, file, "--json")).Output);
        await interrupt.CancelAsync();
        await server;

        var (served, prediction) = (answer.RootElement.GetProperty("parameters"), predicted.RootElement.GetProperty("predictions")[0]);
        Assert.Equal(prediction.GetProperty("confidence").GetSingle(), served.GetProperty("confidence").GetSingle());
        Assert.Equal(prediction.GetProperty("exit").GetString(), served.GetProperty("exit_taken").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("element 0: expected a picture of at most 33,554,432 pixels, got 8000 x 8000", refusal, StringComparison.Ordinal);
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

    [Fact]
    public async Task Serve_LogFormatJson_TellsWhatHappensAsObjectsOnStandardError()
    {
        using var folder = new ScratchFolder();
        string[] arguments = ["serve", TestModels.BranchyLeNet(folder), "--http-port", "0", "--grpc-port", "0", "--log-format", "json"];
        var command = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Ponder.Cli"), arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var server = Process.Start(command)!; // a process of its own, whose standard error nobody else writes to

        string? line = await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        server.Kill();
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        using var entry = JsonDocument.Parse(line!); // it listens before it ends
        Assert.Equal("Information", entry.RootElement.GetProperty("LogLevel").GetString());
        Assert.StartsWith("Now listening on", entry.RootElement.GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--api-key-file")]
    [InlineData("--certificate")]
    public async Task Serve_FileThatIsNotThere_IsRefused(string option) => (await CommandRun.Of("serve", Shipped, option, "nothing.pem")).AssertRefused(option, "nothing.pem");

    [Theory]
    [InlineData("--http-port", "70000")]
    [InlineData("--host", "nowhere")]
    [InlineData("--drain", "soon")]
    public async Task Serve_BadValue_IsRefused(string option, string value) => (await CommandRun.Of("serve", Shipped, option, value)).AssertRefused(option, value);

    [Fact]
    public async Task Serve_UnknownLogFormat_IsRefused() => (await CommandRun.Of("serve", Shipped, "--log-format", "xml")).AssertRefused("xml", "plain", "json");

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
