using System.Runtime.InteropServices;
using Google.Protobuf;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Grpc;

/// <summary>Reads the input of a request that came over gRPC: numbers or pictures, as such or as raw bytes.</summary>
internal static class GrpcInputReader
{
    /// <summary>Reads an input.</summary>
    /// <param name="request">What came.</param>
    /// <param name="input">Its one input.</param>
    /// <param name="model">The model that it is for.</param>
    /// <param name="options">How much a request may be.</param>
    /// <param name="call">A request of the input and nothing else.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Read(ModelInferRequest request, ModelInferRequest.Types.InferInputTensor input, ServedModel model, ServingOptions options, out InferenceCall? call)
    {
        call = null;
        if (InputForm.Check(model, input.Name, input.Datatype, [.. input.Shape], options, out int count) is { } fault)
            return fault;
        string where = $"input '{input.Name}'";
        bool hasContents = input.Contents?.CalculateSize() > 0;
        if (request.RawInputContents.Count > 1 || (request.RawInputContents.Count == 1 && hasContents))
            return Invalid($"{where}: expected contents or one raw_input_contents, got {(hasContents ? "both" : $"{request.RawInputContents.Count}")}");
        var raw = request.RawInputContents.FirstOrDefault();
        var (samples, pictures) = (Array.Empty<float>(), Array.Empty<ReadOnlyMemory<byte>>());
        var wrong = input.Datatype == InputForm.Pictures
            ? Pictures(input.Contents, raw, count, where, out pictures)
            : Numbers(input.Contents, raw, count * model.SampleLength, where, out samples);
        call = new InferenceCall(null, samples, count, []) { Pictures = pictures };
        return wrong;
    }

    private static ServingFault? Numbers(InferTensorContents? contents, ByteString? raw, int length, string where, out float[] samples)
    {
        samples = [];
        if (raw is null)
        {
            if (contents?.Fp32Contents is not { } numbers || numbers.Count != length)
                return Invalid($"{where}: expected {length} numbers in contents.fp32_contents or raw_input_contents, got {contents?.Fp32Contents.Count ?? 0}");
            samples = [.. numbers];
            return null;
        }

        if (raw.Length != (long)length * sizeof(float))
            return Invalid($"{where}: expected {(long)length * sizeof(float)} bytes, got {raw.Length}");
        samples = new float[length];
        raw.Span.CopyTo(MemoryMarshal.AsBytes(samples.AsSpan())); // little-endian, as every machine that .NET runs on is
        return null;
    }

    private static ServingFault? Pictures(InferTensorContents? contents, ByteString? raw, int count, string where, out ReadOnlyMemory<byte>[] pictures)
    {
        if (raw is not null)
            return BytesTensor.Read(raw.Memory, count, where, out pictures);
        pictures = [.. contents?.BytesContents.Select(picture => picture.Memory) ?? []];
        return pictures.Length == count ? null : Invalid($"{where}: expected {count} pictures in contents.bytes_contents or raw_input_contents, got {pictures.Length}");
    }

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
