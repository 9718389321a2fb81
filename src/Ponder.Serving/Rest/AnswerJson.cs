using System.Buffers;
using System.Text.Json;
using Ponder.EarlyExit;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Rest;

/// <summary>Writes the JSON of an answer, without the tensors that are asked for as bytes.</summary>
internal sealed class AnswerJson(ServedModel model, InferenceCall call, AnswerTensors answer)
{
    /// <summary>Writes it.</summary>
    /// <returns>Why there is none: JSON has no NaN and no infinity. Null where there is.</returns>
    public ServingFault? Write(IBufferWriter<byte> buffer)
    {
        try
        {
            using var writer = new Utf8JsonWriter(buffer);
            Write(writer);
            return null;
        }
        catch (ArgumentException)
        {
            return new ServingFault(ServingError.InvalidArgument, "outputs: expected finite numbers for JSON, got others; ask for them with binary_data_output");
        }
    }

    private void Write(Utf8JsonWriter writer)
    {
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
        if (answer.IsFinal is { } isFinal)
            writer.WriteBoolean(AnswerTensors.Final, isFinal);
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
