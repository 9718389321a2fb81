using System.Text.Json;
using Ponder.Serving.Models;

namespace Ponder.Serving.Protocol;

/// <summary>Reads the body of an inference request: JSON, or JSON with the tensors' bytes behind it (Triton's binary tensor extension).</summary>
internal static class InferenceCallReader
{
    /// <summary>Reads a request.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="headerLength">Bytes of JSON at its beginning; 0 where all of it is the input, as bytes; null where all of it is JSON.</param>
    /// <param name="model">The model that it is for.</param>
    /// <param name="options">How much a request may be.</param>
    /// <param name="call">What was asked.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Read(ReadOnlyMemory<byte> body, int? headerLength, ServedModel model, ServingOptions options, out InferenceCall? call)
    {
        call = null;
        if (headerLength < 0 || headerLength > body.Length)
            return Invalid($"Inference-Header-Content-Length: expected 0 to {body.Length}, the bytes of the body, got {headerLength}");
        if (headerLength == 0)
        {
            var raw = InputReader.Read(body, model, options, out var input);
            call = input is null ? null : input with { Outputs = [.. model.Outputs.Select(output => (output.Name, IsBinary: true))] };
            return raw;
        }

        try
        {
            using var document = JsonDocument.Parse(body[..(headerLength ?? body.Length)]);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return Invalid($"request: expected a JSON object, got {document.RootElement.ValueKind}");
            return Read(document.RootElement, headerLength is { } length ? body[length..] : default, model, options, out call);
        }
        catch (JsonException error)
        {
            return Invalid($"request: expected JSON, got {error.Message}");
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            return Invalid($"request: expected the fields of the protocol, got another kind of value ({error.Message})");
        }
    }

    private static ServingFault? Read(JsonElement root, ReadOnlyMemory<byte> binary, ServedModel model, ServingOptions options, out InferenceCall? call)
    {
        call = null;
        if (!root.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() != 1)
            return Invalid($"inputs: expected one input '{model.Input.Name}', got {(inputs.ValueKind == JsonValueKind.Array ? $"{inputs.GetArrayLength()}" : "none")}");
        if (InputReader.Read(inputs[0], binary, model, options, out var input) is { } fault)
            return fault;
        bool isBinary = false;
        TimeSpan? timeout = null;
        int priority = 0, deepest = int.MaxValue;
        double? accuracy = null;
        if (root.TryGetProperty("parameters", out var parameters))
        {
            isBinary = parameters.TryGetProperty("binary_data_output", out var all) && all.GetBoolean();
            if (parameters.TryGetProperty("timeout", out var wait))
            {
                if (!wait.TryGetInt64(out long microseconds))
                    return Invalid($"parameters.timeout: expected microseconds from 1, got {wait}");
                if (InputForm.CheckTimeout(microseconds) is { } early)
                    return early;
                timeout = TimeSpan.FromMicroseconds(microseconds);
            }

            if (parameters.TryGetProperty("priority", out var urgency) && !urgency.TryGetInt32(out priority))
                return Invalid($"parameters.priority: expected a whole number, got {urgency}");
            string? maxExit = Text(parameters, "max_exit");
            long? budget = parameters.TryGetProperty("budget_macs", out var macs) ? macs.GetInt64() : null;
            if (InputForm.CheckLimits(model, maxExit, budget, out deepest) is { } limited)
                return limited;
            accuracy = parameters.TryGetProperty("accuracy_target", out var target) ? target.GetDouble() : null;
        }

        if (ReadOutputs(root, model, isBinary, out var outputs) is { } wrong)
            return wrong;
        call = input! with { Id = root.TryGetProperty("id", out var id) ? id.GetString() : null, Outputs = outputs, Timeout = timeout, Priority = priority, Deepest = deepest, AccuracyTarget = accuracy }; // read without a fault
        return null;
    }

    private static ServingFault? ReadOutputs(JsonElement root, ServedModel model, bool isBinary, out IReadOnlyList<(string Name, bool IsBinary)> outputs)
    {
        outputs = [.. model.Outputs.Select(output => (output.Name, isBinary))];
        if (!root.TryGetProperty("outputs", out var asked) || asked.GetArrayLength() == 0)
            return null;
        var found = new List<(string Name, bool IsBinary)>();
        foreach (var output in asked.EnumerateArray())
        {
            string? name = Text(output, "name");
            if (InputForm.CheckOutput(model, name) is { } unknown)
                return unknown;
            bool own = output.TryGetProperty("parameters", out var parameters) && parameters.TryGetProperty("binary_data", out var flag) ? flag.GetBoolean() : isBinary;
            found.Add((name!, own)); // one of the known
        }

        outputs = found;
        return null;
    }

    private static string? Text(JsonElement element, string property) => element.TryGetProperty(property, out var value) ? value.GetString() : null;

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
