using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ponder.Serving.Models;

namespace Ponder.Serving.Protocol;

/// <summary>Reads the input of a request in JSON: numbers or pictures, in the JSON or as bytes behind it.</summary>
internal static class InputReader
{
    /// <summary>Reads an input.</summary>
    /// <param name="input">What the request says of it.</param>
    /// <param name="binary">What lies behind the JSON.</param>
    /// <param name="model">The model that it is for.</param>
    /// <param name="options">How much a request may be.</param>
    /// <param name="call">A request of the input and nothing else.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Read(JsonElement input, ReadOnlyMemory<byte> binary, ServedModel model, ServingOptions options, out InferenceCall? call)
    {
        call = null;
        string? datatype = Text(input, "datatype");
        long[] shape = input.TryGetProperty("shape", out var sizes) ? [.. sizes.EnumerateArray().Select(size => size.GetInt64())] : [];
        if (InputForm.Check(model, Text(input, "name"), datatype, shape, options, out int count) is { } wrong)
            return wrong;
        string where = $"input '{model.Input.Name}'";
        JsonElement data = default;
        bool isBinary = input.TryGetProperty("parameters", out var parameters) && parameters.TryGetProperty("binary_data_size", out data);
        if (!isBinary && (!input.TryGetProperty("data", out data) || data.ValueKind != JsonValueKind.Array))
            return Invalid($"{where}: expected data or parameters.binary_data_size, got neither");
        var (samples, pictures) = (Array.Empty<float>(), Array.Empty<ReadOnlyMemory<byte>>());
        var fault = (datatype == InputForm.Pictures, isBinary) switch
        {
            (true, true) => CheckSize(data, binary, binary.Length, where) ?? BytesTensor.Read(binary, count, where, out pictures),
            (true, false) => Pictures(data, count, where, out pictures),
            (false, true) => CheckSize(data, binary, (long)count * model.SampleLength * sizeof(float), where) ?? Numbers(binary, out samples),
            _ => Numbers(data, count * model.SampleLength, shape, where, out samples),
        };
        call = new InferenceCall(null, samples, count, []) { Pictures = pictures };
        return fault;
    }

    /// <summary>Reads an input that is a whole body: numbers as bytes, as many samples as they make (Triton's raw request).</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="model">The model that it is for.</param>
    /// <param name="options">How much a request may be.</param>
    /// <param name="call">A request of the input and nothing else.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Read(ReadOnlyMemory<byte> body, ServedModel model, ServingOptions options, out InferenceCall? call)
    {
        call = null;
        long sampleBytes = (long)model.SampleLength * sizeof(float);
        if (body.IsEmpty || body.Length % sampleBytes != 0)
            return Invalid($"input '{model.Input.Name}': expected {sampleBytes} bytes for each sample, got {body.Length}");
        long[] shape = [body.Length / sampleBytes, .. model.Input.Shape.Dimensions.Skip(1).Select(size => (long)size)];
        if (InputForm.Check(model, model.Input.Name, InputForm.Numbers, shape, options, out int count) is { } wrong)
            return wrong;
        Numbers(body, out float[] samples);
        call = new InferenceCall(null, samples, count, []);
        return null;
    }

    private static ServingFault? CheckSize(JsonElement size, ReadOnlyMemory<byte> binary, long expected, string where) =>
        size.TryGetInt64(out long bytes) && bytes == expected && bytes == binary.Length
            ? null
            : Invalid($"{where}: expected {expected} bytes, got binary_data_size {size} and {binary.Length} bytes behind the JSON");

    private static ServingFault? Numbers(ReadOnlyMemory<byte> binary, out float[] samples)
    {
        samples = new float[binary.Length / sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            binary.Span.CopyTo(MemoryMarshal.AsBytes(samples.AsSpan()));
            return null;
        }

        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadSingleLittleEndian(binary.Span[(i * sizeof(float))..]);
        return null;
    }

    private static ServingFault? Numbers(JsonElement data, int length, long[] shape, string where, out float[] samples)
    {
        samples = new float[length];
        int read = 0;
        return Fill(data, samples, ref read) && read == length ? null : Invalid($"{where}: expected {length} numbers for [{string.Join(", ", shape)}], got {(read > length ? "more" : $"{read}")}");
    }

    // Flat or nested, row by row.
    private static bool Fill(JsonElement data, float[] samples, ref int read)
    {
        foreach (var item in data.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array)
            {
                if (!Fill(item, samples, ref read))
                    return false;
            }
            else if (read >= samples.Length)
            {
                read++;
                return false;
            }
            else
            {
                samples[read] = item.GetSingle();
                if (!float.IsFinite(samples[read++]))
                    throw new FormatException($"{item} is too large for FP32");
            }
        }

        return true;
    }

    // JSON has no bytes: each picture is a string of base64, alone or in an array of its own.
    private static ServingFault? Pictures(JsonElement data, int count, string where, out ReadOnlyMemory<byte>[] pictures)
    {
        JsonElement[] texts = [.. data.EnumerateArray().SelectMany<JsonElement, JsonElement>(item => item.ValueKind == JsonValueKind.Array ? item.EnumerateArray() : [item])];
        pictures = new ReadOnlyMemory<byte>[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i].ValueKind != JsonValueKind.String || !texts[i].TryGetBytesFromBase64(out byte[]? picture))
                return Invalid($"{where}, element {i}: expected a picture's bytes in base64, got another {(texts[i].ValueKind == JsonValueKind.String ? "text" : "kind of value")}");
            pictures[i] = picture;
        }

        return pictures.Length == count ? null : Invalid($"{where}: expected {count} pictures, got {pictures.Length}");
    }

    private static string? Text(JsonElement element, string property) => element.TryGetProperty(property, out var value) ? value.GetString() : null;

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
