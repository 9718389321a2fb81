using System.Runtime.InteropServices;
using Ponder.Serving.Models;
using Ponder.Serving.Protocol;

namespace Ponder.Serving.Grpc;

/// <summary>Reads an inference request that came over gRPC: numbers as such, or as raw bytes.</summary>
internal static class GrpcCallReader
{
    /// <summary>Reads a request.</summary>
    /// <param name="request">What came.</param>
    /// <param name="model">The model that it is for.</param>
    /// <param name="options">How much a request may be.</param>
    /// <param name="call">What was asked; outputs are all raw or none is, as the inputs are.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Read(ModelInferRequest request, ServedModel model, ServingOptions options, out InferenceCall? call)
    {
        call = null;
        if (request.Inputs is not [var input])
            return Invalid($"inputs: expected one input '{model.Input.Name}', got {request.Inputs.Count}");
        if (InputForm.Check(model, input.Name, input.Datatype, [.. input.Shape], options, out int count) is { } fault)
            return fault;
        bool isRaw = request.RawInputContents.Count > 0;
        if (Samples(request, input, count * model.SampleLength, out float[] samples) is { } wrong)
            return wrong;
        foreach (var output in request.Outputs)
        {
            if (InputForm.CheckOutput(model, output.Name) is { } unknown)
                return unknown;
        }

        TimeSpan? timeout = null;
        if (Whole(request, "timeout", out long? microseconds) is { } noTime)
            return noTime;
        if (Whole(request, "priority", out long? priority) is { } noPriority)
            return noPriority;
        if (Whole(request, "budget_macs", out long? budget) is { } noBudget)
            return noBudget;
        string? maxExit = request.Parameters.TryGetValue("max_exit", out var exit) ? exit.StringParam : null;
        if (InputForm.CheckLimits(model, maxExit, budget, out int deepest) is { } limited)
            return limited;
        if (microseconds is { } some)
        {
            if (InputForm.CheckTimeout(some) is { } early)
                return early;
            timeout = TimeSpan.FromMicroseconds(some);
        }

        var names = request.Outputs.Count > 0 ? request.Outputs.Select(output => output.Name) : model.Outputs.Select(output => output.Name);
        call = new InferenceCall(request.Id, samples, count, [.. names.Select(name => (name, isRaw))])
        {
            Timeout = timeout,
            Deepest = deepest,
            Priority = (int)Math.Clamp(priority ?? 0, int.MinValue, int.MaxValue),
        };
        return null;
    }

    private static ServingFault? Samples(ModelInferRequest request, ModelInferRequest.Types.InferInputTensor input, int length, out float[] samples)
    {
        samples = [];
        if (request.RawInputContents.Count == 0)
        {
            if (input.Contents?.Fp32Contents is not { } numbers || numbers.Count != length)
                return Invalid($"input '{input.Name}': expected {length} numbers in contents.fp32_contents or raw_input_contents, got {input.Contents?.Fp32Contents.Count ?? 0}");
            samples = [.. numbers];
            return null;
        }

        if (input.Contents?.CalculateSize() > 0 || request.RawInputContents.Count != 1)
            return Invalid($"input '{input.Name}': expected contents or one raw_input_contents, got {(input.Contents?.CalculateSize() > 0 ? "both" : $"{request.RawInputContents.Count}")}");
        var raw = request.RawInputContents[0];
        if (raw.Length != (long)length * sizeof(float))
            return Invalid($"input '{input.Name}': expected {(long)length * sizeof(float)} bytes, got {raw.Length}");
        samples = new float[length];
        raw.Span.CopyTo(MemoryMarshal.AsBytes(samples.AsSpan())); // little-endian, as every machine that .NET runs on is
        return null;
    }

    // Signed or unsigned: clients differ.
    private static ServingFault? Whole(ModelInferRequest request, string parameter, out long? number)
    {
        number = null;
        if (!request.Parameters.TryGetValue(parameter, out var value))
            return null;
        number = value.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.Int64Param => value.Int64Param,
            InferParameter.ParameterChoiceOneofCase.Uint64Param => (long)Math.Min(value.Uint64Param, long.MaxValue),
            _ => null,
        };
        return number is null ? Invalid($"parameters.{parameter}: expected a whole number, got {value}") : null;
    }

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
