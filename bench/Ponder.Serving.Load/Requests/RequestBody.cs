using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Ponder.Serving.Load.Requests;

/// <summary>The body of an inference request over REST.</summary>
/// <param name="Bytes">JSON, and tensors behind it where they are bytes.</param>
/// <param name="JsonLength">How much of it is JSON; null for all.</param>
internal sealed record RequestBody(byte[] Bytes, int? JsonLength)
{
    /// <summary>A request with bytes, that wants bytes.</summary>
    /// <param name="model">What is asked.</param>
    /// <param name="samples">[n, C, H, W].</param>
    /// <param name="id">What the request is called.</param>
    /// <param name="timeout">Microseconds; null for none.</param>
    public static RequestBody Binary(TargetModel model, float[] samples, string id = "", long? timeout = null)
    {
        byte[] json = Encoding.UTF8.GetBytes(Json(model, samples, id, timeout, isBinary: true, $"\"parameters\":{{\"binary_data_size\":{samples.Length * sizeof(float)}}}"));
        return new RequestBody([.. json, .. MemoryMarshal.AsBytes(samples.AsSpan())], json.Length); // little-endian, as every machine that .NET runs on is
    }

    /// <summary>A request with numbers, that wants numbers.</summary>
    /// <param name="model">What is asked.</param>
    /// <param name="samples">[n, C, H, W].</param>
    /// <param name="id">What the request is called.</param>
    /// <param name="timeout">Microseconds; null for none.</param>
    public static RequestBody Numbers(TargetModel model, float[] samples, string id = "", long? timeout = null) =>
        new(Encoding.UTF8.GetBytes(Json(model, samples, id, timeout, isBinary: false, $"\"data\":{JsonSerializer.Serialize(samples)}")), null);

    /// <summary>The request as it goes over the wire.</summary>
    public byte[] Request(TargetModel model) => [.. Head(model, Bytes.Length, JsonLength), .. Bytes];

    /// <summary>The lines in front of a body.</summary>
    /// <param name="model">What is asked.</param>
    /// <param name="length">What the body's length is said to be; null for a body in chunks.</param>
    /// <param name="jsonLength">How much of it is said to be JSON; null for nothing said.</param>
    public static byte[] Head(TargetModel model, long? length, long? jsonLength) => Encoding.ASCII.GetBytes(
        $"POST {model.InferPath} HTTP/1.1\r\nHost: {model.Server.Authority}\r\nContent-Type: application/octet-stream\r\n"
        + (jsonLength is null ? "" : $"Inference-Header-Content-Length: {jsonLength}\r\n")
        + (length is null ? "Transfer-Encoding: chunked\r\n\r\n" : $"Content-Length: {length}\r\n\r\n"));

    private static string Json(TargetModel model, float[] samples, string id, long? timeout, bool isBinary, string data) =>
        $$"""
        {"id":"{{id}}","parameters":{"binary_data_output":{{(isBinary ? "true" : "false")}}{{(timeout is null ? "" : $",\"timeout\":{timeout}")}}},"inputs":[{"name":"{{model.Input}}","datatype":"FP32","shape":[{{samples.Length / model.SampleLength}},{{string.Join(',', model.SampleShape)}}],{{data}}}]}
        """;
}
