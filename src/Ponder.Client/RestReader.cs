using System.Runtime.InteropServices;
using System.Text.Json;

namespace Ponder.Client;

/// <summary>Reads the protocol's JSON. Whatever is not the protocol is one exception.</summary>
internal static class RestReader
{
    public static ModelMetadata Metadata(ReadOnlyMemory<byte> body) => Parse(body, root => new ModelMetadata(
        Text(root, "name"), root.TryGetProperty("versions", out var versions) ? [.. versions.EnumerateArray().Select(version => version.GetString() ?? "")] : [], Tensors(root, "inputs"), Tensors(root, "outputs")));

    /// <summary>Reads an answer.</summary>
    /// <param name="body">All of it.</param>
    /// <param name="header">How much of it is JSON; tensors follow in their order.</param>
    public static InferenceResponse Response(ReadOnlyMemory<byte> body, int header) => Parse(body[..header], root =>
    {
        var rest = body[header..];
        var outputs = new List<OutputTensor>();
        foreach (var output in root.GetProperty("outputs").EnumerateArray())
        {
            string datatype = Text(output, "datatype");
            ReadOnlyMemory<byte> data;
            if (output.TryGetProperty("parameters", out var own) && own.TryGetProperty("binary_data_size", out var size))
                (data, rest) = (rest[..size.GetInt32()], rest[size.GetInt32()..]);
            else
                data = Bytes(output.GetProperty("data"), datatype);
            outputs.Add(new OutputTensor(Text(output, "name"), datatype, Shape(output), data));
        }

        return new InferenceResponse(Text(root, "model_name"), Text(root, "model_version"), Text(root, "id"), outputs, Parameters(root));
    });

    /// <summary>Reads an answer among several, which may be a refusal.</summary>
    /// <param name="json">The event's data.</param>
    /// <exception cref="InferenceException">It is one, or no answer at all.</exception>
    public static InferenceResponse Event(ReadOnlyMemory<byte> json) =>
        Error(json) is { } error ? throw new InferenceException(InferenceStatus.Internal, error) : Response(json, json.Length);

    /// <summary>What a refusal says; null where it is not the protocol's.</summary>
    public static string? Error(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var error) ? error.ToString() : null;
        }
        catch (JsonException)
        {
            return null; // a proxy's page, or nothing
        }
    }

    private static T Parse<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InferenceException(InferenceStatus.Internal, $"answer: expected the protocol's JSON, got another ({error.Message})", error);
        }
    }

    private static TensorMetadata[] Tensors(JsonElement root, string property) =>
        [.. root.GetProperty(property).EnumerateArray().Select(tensor => new TensorMetadata(Text(tensor, "name"), Text(tensor, "datatype"), Shape(tensor)))];

    private static long[] Shape(JsonElement tensor) => [.. tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];

    private static string Text(JsonElement element, string property) => element.TryGetProperty(property, out var value) ? value.ToString() : "";

    private static Dictionary<string, object> Parameters(JsonElement root) => root.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => parameter.Value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => parameter.Value.TryGetInt64(out long whole) ? whole : parameter.Value.GetDouble(),
            _ => (object)parameter.Value.ToString(),
        })
        : [];

    // Servers without the binary extension answer in numbers, flat or nested.
    private static byte[] Bytes(JsonElement data, string datatype)
    {
        var numbers = Flat(data);
        return datatype switch
        {
            "FP32" => MemoryMarshal.AsBytes(numbers.Select(number => number.GetSingle()).ToArray().AsSpan()).ToArray(),
            "FP64" => MemoryMarshal.AsBytes(numbers.Select(number => number.GetDouble()).ToArray().AsSpan()).ToArray(),
            "INT32" => MemoryMarshal.AsBytes(numbers.Select(number => number.GetInt32()).ToArray().AsSpan()).ToArray(),
            "INT64" => MemoryMarshal.AsBytes(numbers.Select(number => number.GetInt64()).ToArray().AsSpan()).ToArray(),
            _ => throw new FormatException($"expected FP32, FP64, INT32 or INT64 in JSON, got {datatype}"),
        };
    }

    private static IEnumerable<JsonElement> Flat(JsonElement data) => data.ValueKind == JsonValueKind.Array ? data.EnumerateArray().SelectMany(Flat) : [data];
}
