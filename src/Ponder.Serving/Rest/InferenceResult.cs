using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Ponder.EarlyExit;
using Ponder.Inference.Deadlines;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;
using Ponder.Serving.Scheduling;

namespace Ponder.Serving.Rest;

/// <summary>Writes an answer: JSON, with the tensors that were asked for as bytes behind it.</summary>
internal sealed class InferenceResult(ServedModel model, InferenceCall call, CallOutcome outcome) : IResult
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

        byte[][] binary = [.. call.Outputs.Where(output => output.IsBinary).Select(output => Bytes(output.Name))];
        var response = httpContext.Response;
        response.ContentType = binary.Length > 0 ? "application/octet-stream" : "application/json";
        response.ContentLength = json.WrittenCount + binary.Sum(bytes => bytes.Length);
        if (binary.Length > 0)
            response.Headers["Inference-Header-Content-Length"] = $"{json.WrittenCount}";
        await response.Body.WriteAsync(json.WrittenMemory, httpContext.RequestAborted);
        foreach (byte[] bytes in binary)
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
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

    // Parameters are single values: of several samples the exits by name, the least confidence and the mean cost.
    private void WriteParameters(Utf8JsonWriter writer)
    {
        var answers = outcome.Answers;
        writer.WriteStartObject("parameters");
        writer.WriteString("exit_taken", string.Join(',', answers.Select(answer => model.ExitNames[answer.Prediction.Exit])));
        writer.WriteNumber("confidence", answers.Min(answer => answer.Prediction.Confidence));
        writer.WriteNumber("macs", (long)answers.Average(answer => answer.Prediction.Macs));
        writer.WriteBoolean("deadline_hit", answers.Any(answer => answer.Outcome == DeadlineOutcome.CutShort));
        writer.WriteEndObject();
    }

    private void WriteOutput(Utf8JsonWriter writer, ServedOutput output, bool isBinary)
    {
        writer.WriteStartObject();
        writer.WriteString("name", output.Name);
        writer.WriteString("datatype", output.Datatype);
        writer.WriteStartArray("shape");
        writer.WriteNumberValue(outcome.Answers.Length);
        writer.WriteNumberValue(output.Length);
        writer.WriteEndArray();
        if (isBinary)
        {
            writer.WriteStartObject("parameters");
            writer.WriteNumber("binary_data_size", outcome.Answers.Length * output.Length * (output.Datatype == "INT64" ? sizeof(long) : sizeof(float)));
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStartArray("data");
            if (output.Name == EarlyExitConstants.Exit)
            {
                foreach (var answer in outcome.Answers)
                    writer.WriteNumberValue(answer.Prediction.Exit);
            }
            else
            {
                foreach (float value in Floats(output.Name))
                    writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private float[] Floats(string output) => output == EarlyExitConstants.Logits ? outcome.Logits : [.. outcome.Answers.Select(answer => answer.Prediction.Confidence)];

    // Little-endian, as every machine that .NET runs on is.
    private byte[] Bytes(string output) => output == EarlyExitConstants.Exit
        ? MemoryMarshal.AsBytes(outcome.Answers.Select(answer => (long)answer.Prediction.Exit).ToArray().AsSpan()).ToArray()
        : MemoryMarshal.AsBytes(Floats(output).AsSpan()).ToArray();
}
