using System.Buffers;
using Microsoft.AspNetCore.Http;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Rest;

/// <summary>Writes an answer: JSON, with the tensors that were asked for as bytes behind it.</summary>
internal sealed class InferenceResult(ServedModel model, InferenceCall call, AnswerTensors answer) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        if (new AnswerJson(model, call, answer).Write(json) is { } fault)
        {
            await Refusals.Of(fault).ExecuteAsync(httpContext);
            return;
        }

        byte[][] binary = [.. call.Outputs.Where(output => output.IsBinary).Select(output => answer.Bytes(output.Name))];
        var response = httpContext.Response;
        response.ContentType = binary.Length > 0 ? "application/octet-stream" : "application/json";
        response.ContentLength = json.WrittenCount + binary.Sum(bytes => bytes.Length);
        if (binary.Length > 0)
            response.Headers["Inference-Header-Content-Length"] = $"{json.WrittenCount}";
        response.BodyWriter.Write(json.WrittenSpan);
        foreach (byte[] bytes in binary)
            response.BodyWriter.Write(bytes);
        await response.BodyWriter.FlushAsync(httpContext.RequestAborted); // all in one
    }
}
