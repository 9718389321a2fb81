using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Ponder.EarlyExit;
using Ponder.Inference;
using Ponder.Serving.Grpc;

namespace Ponder.Serving.Tests;

/// <summary>Pictures as input, by every way that they can come.</summary>
public sealed class PictureTests
{
    private const string Infer = $"/v2/models/{LoopbackServer.Model}/infer";

    private static readonly byte[] Grays = [0, 150, 255];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("base64")]
    [InlineData("nested base64")]
    [InlineData("binary")]
    public async Task Rest_Pictures_AnswersAsForWhatTheReaderMakesOfThem(string form)
    {
        await using var server = await StartAsync();
        byte[][] pictures = [.. Grays.Select(GrayPictures.Picture)];
        using HttpContent content = form switch
        {
            "base64" => Json([3], pictures),
            "nested base64" => Json([3, 1], pictures.Select(picture => new[] { picture })),
            _ => Binary(3, Raw(pictures)),
        };

        using var response = await server.Client.PostAsync(Infer, content, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal(Expected(), answer.RootElement.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(value => value.GetSingle()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Grpc_Pictures_AnswersAsForWhatTheReaderMakesOfThem(bool isRaw)
    {
        await using var server = await StartAsync();
        var request = Request(Grays.Length);
        if (isRaw)
            request.RawInputContents.Add(ByteString.CopyFrom(Raw([.. Grays.Select(GrayPictures.Picture)])));
        else
            request.Inputs[0].Contents = new InferTensorContents { BytesContents = { Grays.Select(gray => ByteString.CopyFrom(GrayPictures.Picture(gray))) } };

        var answer = await Client(server).ModelInferAsync(request, cancellationToken: Cancellation);

        Assert.Equal(Expected(), isRaw
            ? [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(answer.RawOutputContents[0].Span)]
            : answer.Outputs[0].Contents.Fp32Contents.ToArray());
    }

    public static TheoryData<string, HttpStatusCode, string> Faults => new()
    {
        { """ "shape": [1, 28], "data": ["RwA="] """, HttpStatusCode.BadRequest, "expected [N] or [N, 1], got [1, 28]" },
        { """ "shape": [0], "data": [] """, HttpStatusCode.BadRequest, "expected [N] or [N, 1], got [0]" },
        { """ "shape": [2], "data": ["RwA=", "Uw=="] """, HttpStatusCode.BadRequest, "input 'image', element 1: expected G and a gray, got 1 bytes" },
        { """ "shape": [2], "data": ["RwA=", "no!"] """, HttpStatusCode.BadRequest, "element 1: expected a picture's bytes in base64, got another text" },
        { """ "shape": [1], "data": [7] """, HttpStatusCode.BadRequest, "element 0: expected a picture's bytes in base64, got another kind of value" },
        { """ "shape": [2], "data": ["RwA="] """, HttpStatusCode.BadRequest, "expected 2 pictures, got 1" },
        { """ "shape": [1], "parameters": {"binary_data_size": 9} """, HttpStatusCode.BadRequest, "0 bytes behind the JSON" },
        { """ "shape": [1000], "data": [] """, HttpStatusCode.RequestEntityTooLarge, "expected at most 256 samples" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Rest_WhatIsNoPicture_IsRefusedWithAReason(string input, HttpStatusCode status, string reason)
    {
        await using var server = await StartAsync();
        using var content = new StringContent($$"""{"inputs": [{"name": "image", "datatype": "BYTES", {{input}}}]}""");

        using var response = await server.Client.PostAsync(Infer, content, Cancellation);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, await ErrorOf(response), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "element 0: expected its length in four bytes and as many bytes, got 0 bytes")]
    [InlineData(new byte[] { 3, 0, 0, 0, 71, 0 }, "element 0: expected its length in four bytes and as many bytes, got 6 bytes")]
    [InlineData(new byte[] { 255, 255, 255, 255, 71, 0 }, "got 6 bytes")]
    [InlineData(new byte[] { 2, 0, 0, 0, 71, 0, 9 }, "expected 1 elements, got 1 bytes behind them")]
    public async Task BinaryTensor_WithWrongLengths_IsRefused(byte[] tensor, string reason)
    {
        await using var server = await StartAsync();
        using var content = Binary(1, tensor);

        using var response = await server.Client.PostAsync(Infer, content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, await ErrorOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_OtherNumberOfPictures_IsRefused()
    {
        await using var server = await StartAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client(server).ModelInferAsync(Request(1), cancellationToken: Cancellation));

        Assert.Equal((StatusCode.InvalidArgument, "input 'image': expected 1 pictures in contents.bytes_contents or raw_input_contents, got 0"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Rest_ModelThatReadsNumbersOnly_RefusesPictures()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var content = Json([1], [GrayPictures.Picture(1)]);

        using var response = await server.Client.PostAsync(Infer, content, Cancellation);

        Assert.Contains("expected datatype FP32, got BYTES", await ErrorOf(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rest_PicturesLargerDecodedThanARequestMayBe_AreRefused()
    {
        await using var server = await StartAsync(options => options with { MaxRequestBytes = 4 * LoopbackServer.SampleLength });
        using var one = Json([1], [GrayPictures.Picture(1)]);
        using var two = Json([2], [GrayPictures.Picture(1), GrayPictures.Picture(1)]);

        using var answer = await server.Client.PostAsync(Infer, one, Cancellation);
        using var refused = await server.Client.PostAsync(Infer, two, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (answer.StatusCode, refused.StatusCode));
    }

    [Fact]
    public async Task Decoding_SlowPictures_CountsAgainstTheTimeoutAndTheQueue()
    {
        using var gate = new ManualResetEventSlim();
        var pictures = new GrayPictures { Gate = gate };
        await using var server = await LoopbackServer.StartAsync(options => options with { MaxWaiting = 1, Pictures = _ => pictures });
        using var hasty = Json([1], [GrayPictures.Picture(1)], timeout: 50_000);
        using var second = Json([1], [GrayPictures.Picture(1)]);

        var late = server.Client.PostAsync(Infer, hasty, Cancellation);
        await pictures.Entered;
        using var busy = await server.Client.PostAsync(Infer, second, Cancellation);
        using var numbers = await server.Client.PostAsJsonAsync(Infer, new { inputs = new[] { new { name = "image", datatype = "FP32", shape = new[] { 1, 1, 28, 28 }, data = LoopbackServer.Images(1) } } }, Cancellation);
        await Task.Delay(100, Cancellation); // longer than the timeout
        gate.Set();

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (busy.StatusCode, numbers.StatusCode)); // the engine is free
        Assert.Equal(HttpStatusCode.GatewayTimeout, (await late).StatusCode);
        Assert.Contains("reading the pictures took", await ErrorOf(await late), StringComparison.Ordinal);
    }

    private static Task<LoopbackServer> StartAsync(Func<ServingOptions, ServingOptions>? change = null) => LoopbackServer.StartAsync(options =>
    {
        options = options with { Pictures = _ => new GrayPictures() };
        return change?.Invoke(options) ?? options;
    });

    private static GRPCInferenceService.GRPCInferenceServiceClient Client(LoopbackServer server) => new(server.Channel);

    private static ModelInferRequest Request(int count) => new()
    {
        ModelName = LoopbackServer.Model,
        Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "image", Datatype = "BYTES", Shape = { count } } },
    };

    private static JsonContent Json<T>(int[] shape, IEnumerable<T> data, long timeout = 60_000_000) =>
        JsonContent.Create(new { parameters = new { timeout }, inputs = new[] { new { name = "image", datatype = "BYTES", shape, data } } });

    private static ByteArrayContent Binary(int count, byte[] tensor)
    {
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new { inputs = new[] { new { name = "image", datatype = "BYTES", shape = new[] { count }, parameters = new { binary_data_size = tensor.Length } } } });
        var content = new ByteArrayContent([.. header, .. tensor]);
        content.Headers.Add("Inference-Header-Content-Length", $"{header.Length}");
        return content;
    }

    private static byte[] Raw(byte[][] elements) => [.. elements.SelectMany(element => (byte[])[.. BitConverter.GetBytes(element.Length), .. element])];

    private static async Task<string> ErrorOf(HttpResponseMessage response)
    {
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Cancellation));
        return answer.RootElement.GetProperty("error").GetString()!; // a refusal
    }

    private static float[] Expected()
    {
        using var session = InferenceSession.Create(LoopbackServer.Graph(threshold: 2.25f));
        float[] logits = new float[Grays.Length * 10];
        session.Predict(GrayPictures.Input(Grays), Grays.Length, new Prediction[Grays.Length], logits);
        return logits;
    }
}
