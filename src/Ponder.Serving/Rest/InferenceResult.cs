using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ponder.EarlyExit;
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
        try
        {
            WriteJson(json);
        }
        catch (ArgumentException)
        {
            // JSON has no NaN and no infinity; the numbers are there as bytes.
            await Results.Json(
                new ErrorAnswer("outputs: expected finite numbers for JSON, got others; ask for them with binary_data_output"), ServingJson.Default.ErrorAnswer,
                statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(httpContext);
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

    private void WriteJson(ArrayBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("model_name", model.Name);
        writer.WriteString("model_version", ServedModel.Version);
        if (call.Id is not null)
            writer.WriteString("id", call.Id);
        WriteParameters(writer);
        writer.WriteStartArray("outputs");
        foreach (var (name, isBinary) in call.Outputs)
            WriteOutput(writer, model.Outputs.First(output => output.Name == name), isBinary);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteParameters(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("parameters");
        writer.WriteString("exit_taken", answer.ExitTaken);
        writer.WriteNumber("confidence", answer.Confidence);
        writer.WriteNumber("macs", answer.Macs);
        writer.WriteBoolean("deadline_hit", answer.IsDeadlineHit);
        writer.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter writer, ServedOutput output, bool isBinary)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("datatype", output.Datatype);
        writer.WriteStartArray("shape");
        writer.WriteNumberValue(answer.Count);
        writer.WriteNumberValue(output.Length);
        writer.WriteEndArray();
        if (isBinary)
        {
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", answer.Count * output.Length * (output.Datatype == "INT64" ? sizeof(long) : sizeof(float)));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray("data");
            if (output.Name == EarlyExitConstants.Exit)
            {
                foreach (long exit in answer.Exits)
                    writer.WriteNumberValue(exit);
            }
            else
            {
                foreach (float value in answer.Floats(output.Name))
                    writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
