using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Ponder.EarlyExit;
using Ponder.Inference;

namespace Ponder.Serving.Tests;

public sealed class RestTests
{
    private const string Infer = $"/v2/models/{LoopbackServer.Model}/infer";

    [Fact]
    public async Task Metadata_OfServerAndModel_AreThoseOfTheProtocol()
    {
        await using var server = await LoopbackServer.StartAsync();

        Assert.Equal("ponder", (await Get(server, "/v2")).GetProperty("name").GetString());
        Assert.True((await Get(server, "/v2/health/live")).GetProperty("live").GetBoolean());
        Assert.True((await Get(server, "/v2/health/ready")).GetProperty("live").GetBoolean());
        var model = await Get(server, $"/v2/models/{LoopbackServer.Model}/versions/1");
        Assert.Equal("[-1,1,28,28]", model.GetProperty("inputs")[0].GetProperty("shape").GetRawText());
        Assert.Equal(["logits", "exit", "confidence"], model.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("name").GetString()!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Infer_JsonOrBytes_AnswersAsTheEngineBitForBit(bool isBinary)
    {
        await using var server = await LoopbackServer.StartAsync();
        float[] images = LoopbackServer.Images(5);
        var (expected, logits) = Engine(images, 5);

        using var response = await server.Client.PostAsync(Infer, isBinary ? Binary(images, 5) : Json(images, 5));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var (answer, bytes) = await Read(response);
        float[] found = isBinary
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, logits.Length * 4)).ToArray()
            : [.. answer.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
        Assert.Equal(logits, found);
        Assert.Equal("mine", answer.GetProperty("id").GetString());
        Assert.Equal(
            string.Join(',', expected.Select(prediction => prediction.Exit == 0 ? "exit1" : "final")), answer.GetProperty("parameters").GetProperty("exit_taken").GetString());
    }

    [Fact]
    public async Task Infer_RawBody_IsTheInputAndAnswersInBytes()
    {
        await using var server = await LoopbackServer.StartAsync();
        float[] images = LoopbackServer.Images(2);
        var (_, logits) = Engine(images, 2);

        using var response = await server.Client.PostAsync(Infer, Raw(MemoryMarshal.AsBytes(images.AsSpan()).ToArray()));

        var (answer, bytes) = await Read(response);
        Assert.Equal(logits, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, logits.Length * 4)).ToArray());
        Assert.Equal([80, 16, 8], answer.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32()));
    }

    [Theory]
    [InlineData(0, HttpStatusCode.BadRequest, "expected 3136 bytes for each sample, got 0")]
    [InlineData(3137, HttpStatusCode.BadRequest, "expected 3136 bytes for each sample, got 3137")]
    [InlineData(3 * 3136, HttpStatusCode.RequestEntityTooLarge, "expected at most 2 samples, got 3")]
    public async Task Infer_RawBodyOfAnotherSize_IsRefused(int length, HttpStatusCode status, string reason)
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { MaxRequestSamples = 2 });

        using var response = await server.Client.PostAsync(Infer, Raw(new byte[length]));

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, (await Read(response)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    public async Task Infer_InChunks_AnswersAsTheEngineBitForBit(int count)
    {
        await using var server = await LoopbackServer.StartAsync();
        float[] images = LoopbackServer.Images(count);
        var (_, logits) = Engine(images, count);
        using var request = new HttpRequestMessage(HttpMethod.Post, Infer) { Content = Binary(images, count) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await server.Client.SendAsync(request);

        Assert.Equal(logits, MemoryMarshal.Cast<byte, float>((await Read(response)).Bytes.AsSpan(0, logits.Length * 4)).ToArray());
    }

    [Fact]
    public async Task Infer_ManyAtOnce_AnswersEachAsIfAlone()
    {
        await using var server = await LoopbackServer.StartAsync();
        var calls = Enumerable.Range(0, 60).Select(async seed =>
        {
            float[] images = LoopbackServer.Images(1 + (seed % 3), seed);
            using var response = await server.Client.PostAsync(Infer, Binary(images, 1 + (seed % 3)));
            return (Images: images, Bytes: (await Read(response)).Bytes);
        });

        foreach (var (images, bytes) in await Task.WhenAll(calls))
        {
            var (_, logits) = Engine(images, images.Length / LoopbackServer.SampleLength);
            Assert.Equal(logits, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, logits.Length * 4)).ToArray());
        }

        var counts = (await Get(server, $"/v2/models/{LoopbackServer.Model}/stats")).GetProperty("model_stats")[0];
        Assert.Equal(60, counts.GetProperty("inference_stats").GetProperty("success").GetProperty("count").GetInt32());
        Assert.Equal(120, counts.GetProperty("inference_count").GetInt32());
        Assert.Equal(120, counts.GetProperty("exits").EnumerateObject().Sum(exit => exit.Value.GetInt32()));
    }

    [Fact]
    public async Task Infer_Timeout_IsMetOrRefused()
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0);
        float[] images = LoopbackServer.Images(1);

        using var patient = await server.Client.PostAsync(Infer, Json(images, 1, """{"timeout": 60000000}"""));
        using var hasty = await server.Client.PostAsync(Infer, Json(images, 1, """{"timeout": 1}"""));

        var parameters = (await Read(patient)).Answer.GetProperty("parameters");
        Assert.Equal(("final", false), (parameters.GetProperty("exit_taken").GetString(), parameters.GetProperty("deadline_hit").GetBoolean()));
        Assert.Equal(HttpStatusCode.GatewayTimeout, hasty.StatusCode);
        Assert.Contains("timeout: expected", (await Read(hasty)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(3, 4)]
    public async Task Infer_ManySamples_AreDealtOutAndComeBackInOrder(int threads, int batch)
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { Threads = threads, MaxBatch = batch });
        var calls = Enumerable.Range(0, 12).Select(async seed =>
        {
            int count = 1 + (seed * 5);
            float[] images = LoopbackServer.Images(count, seed);
            using var response = await server.Client.PostAsync(Infer, Binary(images, count));
            return (Images: images, Bytes: (await Read(response)).Bytes);
        });

        foreach (var (images, bytes) in await Task.WhenAll(calls))
        {
            var (_, logits) = Engine(images, images.Length / LoopbackServer.SampleLength);
            Assert.Equal(logits, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, logits.Length * 4)).ToArray());
        }
    }

    [Theory]
    [InlineData("""{"max_exit": "exit1"}""", "exit1")]
    [InlineData("""{"max_exit": "final"}""", "final")]
    [InlineData("""{"budget_macs": 500000}""", "exit1")]
    [InlineData("""{"budget_macs": 500000000, "max_exit": "exit1", "timeout": 60000000}""", "exit1")]
    public async Task Infer_LimitOfTheRequest_GoesNoDeeper(string parameters, string exit)
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0); // nobody leaves early

        using var response = await server.Client.PostAsync(Infer, Json(LoopbackServer.Images(1), 1, parameters));

        var said = (await Read(response)).Answer.GetProperty("parameters");
        Assert.Equal((exit, false), (said.GetProperty("exit_taken").GetString(), said.GetProperty("deadline_hit").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"max_exit": "exit9"}""", "expected exit1, final")]
    [InlineData("""{"max_exit": 1}""", "another kind")]
    [InlineData("""{"budget_macs": 5}""", "what the first exit costs")]
    public async Task Infer_LimitThatCannotBe_IsRefused(string parameters, string reason)
    {
        await using var server = await LoopbackServer.StartAsync();

        using var response = await server.Client.PostAsync(Infer, Json(LoopbackServer.Images(1), 1, parameters));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, (await Read(response)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1.0, 0.0 }, "{}", false)]
    [InlineData(new[] { 0.97, 0.03 }, "{}", true)] // 30 of a thousand went on, now none does: 5 standard deviations
    [InlineData(new[] { 0.5, 0.5 }, "{}", true)]
    [InlineData(new[] { 0.5, 0.5 }, """{"max_exit": "exit1"}""", null)] // not what the model chose
    [InlineData(null, "{}", null)]
    public async Task Statistics_AfterAThousandSamples_SayWhetherExitsHaveParted(double[]? calibrated, string parameters, bool? isAlert)
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 10, exitShares: calibrated); // everybody leaves at the first exit
        float[] images = LoopbackServer.Images(250);

        for (int i = 0; i < 4; i++)
            (await server.Client.PostAsync(Infer, Json(images, 250, parameters))).EnsureSuccessStatusCode().Dispose();

        var drift = (await Get(server, $"/v2/models/{LoopbackServer.Model}/stats")).GetProperty("model_stats")[0].GetProperty("drift");
        Assert.Equal(isAlert, drift.ValueKind == JsonValueKind.Null ? null : drift.GetProperty("is_alert").GetBoolean());
    }

    public static TheoryData<string, string> Malformed => new()
    {
        { "", "JSON" },
        { "[1]", "object" },
        { "{}", "inputs" },
        { """{"inputs": 3}""", "inputs" },
        { """{"inputs": [{"name": "other"}]}""", "image" },
        { """{"inputs": [{"name": 7}]}""", "another kind" },
        { """{"inputs": [{"name": "image", "datatype": "INT8"}]}""", "FP32" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 28, 28]}]}""", "[N, 1, 28, 28]" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [0, 1, 28, 28]}]}""", "[N, 1, 28, 28]" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": [1, 2]}]}""", "784" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1.5, 1, 28, 28]}]}""", "another kind" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1e30, 1, 28, 28]}]}""", "another kind" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": [1e300]}]}""", "another kind" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 1, 28, 28], "data": ["a"]}]}""", "another kind" },
        { """{"inputs": [{"name": "image", "datatype": "FP32", "shape": [1, 1, 28, 28], "parameters": {"binary_data_size": 9}}]}""", "3136 bytes" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Infer_MalformedBody_IsAProtocolError(string body, string expected)
    {
        await using var server = await LoopbackServer.StartAsync();
        using var content = new StringContent(body);

        using var response = await server.Client.PostAsync(Infer, content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, (await Read(response)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/v2/models/b-lenet", HttpStatusCode.MethodNotAllowed)]
    public async Task UnknownPathOrVerb_IsAProtocolError(string verb, string path, HttpStatusCode expected)
    {
        await using var server = await LoopbackServer.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(verb), path);

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains(path, (await Read(response)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_RandomBytes_NeverBreaksTheServer()
    {
        await using var server = await LoopbackServer.StartAsync();
        var random = new Random(7);
        byte[] good = await Json(LoopbackServer.Images(1), 1).ReadAsByteArrayAsync();
        for (int i = 0; i < 200; i++)
        {
            byte[] body = [.. good];
            for (int k = 0; k < 5; k++)
                body[random.Next(i % 2 == 0 ? body.Length : 120)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body);
            if (i % 3 == 0)
                content.Headers.Add("Inference-Header-Content-Length", $"{random.Next(-5, body.Length + 50)}");
            using var response = await server.Client.PostAsync(Infer, content);
            Assert.Contains(response.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
        }

        Assert.True((await Get(server, "/v2/health/ready")).GetProperty("live").GetBoolean());
    }

    [Fact]
    public async Task Infer_TooMuch_IsRefused()
    {
        await using var server = await LoopbackServer.StartAsync(options => options with { MaxRequestSamples = 2, MaxRequestBytes = 50_000 });

        using var samples = await server.Client.PostAsync(Infer, Binary(LoopbackServer.Images(3), 3));
        using var bytes = await server.Client.PostAsync(Infer, Json(LoopbackServer.Images(9), 9));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (samples.StatusCode, bytes.StatusCode));
        Assert.Contains("at most 2 samples", (await Read(samples)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_ChunksBeyondTheHostsLimit_AreRefused()
    {
        await using var server = await LoopbackServer.StartAsync(); // takes 64 MiB, its host 30,000,000 bytes
        using var request = new HttpRequestMessage(HttpMethod.Post, Infer) { Content = new ByteArrayContent(new byte[31_000_000]) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("body: ", (await Read(response)).Answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Infer_NoChunk_IsAProtocolError()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var client = new TcpClient(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port); // set by the server
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {Infer} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{{}}\r\n"));

        string response = await new StreamReader(client.GetStream()).ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 400", response, StringComparison.Ordinal);
        Assert.Contains("Connection: close", response, StringComparison.Ordinal);
        Assert.Contains("{\"error\":\"body: ", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repository_UnloadAndLoad_ChangesWhatIsServed()
    {
        await using var server = await LoopbackServer.StartAsync(threshold: 0);
        LoopbackServer.Graph(threshold: 10).Save(server.File); // now everybody leaves at the first exit

        using var reload = await server.Client.PostAsync($"/v2/repository/models/{LoopbackServer.Model}/load", content: null);
        using var answer = await server.Client.PostAsync(Infer, Json(LoopbackServer.Images(1), 1));
        using var unload = await server.Client.PostAsync($"/v2/repository/models/{LoopbackServer.Model}/unload", content: null);
        using var gone = await server.Client.PostAsync(Infer, Json(LoopbackServer.Images(1), 1));
        using var index = await server.Client.PostAsync("/v2/repository/index", content: null);
        using var unknown = await server.Client.PostAsync("/v2/repository/models/other/load", content: null);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (reload.StatusCode, unload.StatusCode, gone.StatusCode, unknown.StatusCode));
        Assert.Equal("exit1", (await Read(answer)).Answer.GetProperty("parameters").GetProperty("exit_taken").GetString());
        Assert.Equal("UNAVAILABLE", (await Read(index)).Answer[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Infer_WhileReloading_LosesNoRequest()
    {
        await using var server = await LoopbackServer.StartAsync();
        float[] images = LoopbackServer.Images(1);
        var calls = Enumerable.Range(0, 200).Select(async _ =>
        {
            using var response = await server.Client.PostAsync(Infer, Binary(images, 1));
            return response.StatusCode;
        }).ToArray();
        for (int i = 0; i < 5; i++)
            (await server.Client.PostAsync($"/v2/repository/models/{LoopbackServer.Model}/load", content: null)).Dispose();

        Assert.All(await Task.WhenAll(calls), status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.TooManyRequests }));
    }

    [Fact]
    public void AddPonder_BadOptions_ListsAll()
    {
        var error = Assert.Throws<ArgumentException>(() => new Microsoft.Extensions.DependencyInjection.ServiceCollection()
            .AddPonder(new ServingOptions { Models = ["a/x.onnx", "b/x.onnx"], MaxBatch = 0, MaxWaiting = 0 }));

        Assert.All(new[] { "batch", "waiting", "different names" }, word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }

    private static (Prediction[] Predictions, float[] Logits) Engine(float[] images, int count)
    {
        using var session = InferenceSession.Create(LoopbackServer.Graph(threshold: 2.25f));
        var predictions = new Prediction[count];
        float[] logits = new float[count * 10];
        session.Predict(images, count, predictions, logits);
        return (predictions, logits);
    }

    private static async Task<JsonElement> Get(LoopbackServer server, string path)
    {
        using var response = await server.Client.GetAsync(path);
        return (await Read(response)).Answer;
    }

    private static async Task<(JsonElement Answer, byte[] Bytes)> Read(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        int header = response.Headers.TryGetValues("Inference-Header-Content-Length", out var values) ? int.Parse(values.Single()) : body.Length;
        using var document = JsonDocument.Parse(body.AsMemory(0, header));
        return (document.RootElement.Clone(), body[header..]);
    }

    private static ByteArrayContent Raw(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.Add("Inference-Header-Content-Length", "0");
        return content;
    }

    private static StringContent Json(float[] images, int count, string parameters = "{}") => new(
        $$"""{"id": "mine", "parameters": {{parameters}}, "inputs": [{"name": "image", "datatype": "FP32", "shape": [{{count}}, 1, 28, 28], "data": [{{string.Join(',', images.Select(value => $"{value:R}"))}}]}]}""");

    private static ByteArrayContent Binary(float[] images, int count)
    {
        byte[] header = Encoding.UTF8.GetBytes(
            $$"""{"id": "mine", "parameters": {"binary_data_output": true}, "inputs": [{"name": "image", "datatype": "FP32", "shape": [{{count}}, 1, 28, 28], "parameters": {"binary_data_size": {{images.Length * 4}} } }]}""");
        var content = new ByteArrayContent([.. header, .. MemoryMarshal.AsBytes(images.AsSpan())]);
        content.Headers.Add("Inference-Header-Content-Length", $"{header.Length}");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}
