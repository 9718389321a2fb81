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
        if (GrpcInputReader.Read(request, input, model, options, out var tensor) is { } fault)
            return fault;
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
        if (Number(request, "accuracy_target", out double? accuracy) is { } noAccuracy)
            return noAccuracy;
        if (microseconds is { } some)
        {
            if (InputForm.CheckTimeout(some) is { } early)
                return early;
            timeout = TimeSpan.FromMicroseconds(some);
        }

        if (Flag(request, "anytime", out bool isAnytime) is { } noFlag)
            return noFlag;
        if (isAnytime && InputForm.CheckAnytime(tensor!) is { } several) // read without a fault
            return several;
        var names = request.Outputs.Count > 0 ? request.Outputs.Select(output => output.Name) : model.Outputs.Select(output => output.Name);
        bool isRaw = request.RawInputContents.Count > 0;
        call = tensor! with // as above
        {
            Id = request.Id,
            Outputs = [.. names.Select(name => (name, isRaw))],
            Timeout = timeout,
            Deepest = deepest,
            AccuracyTarget = accuracy,
            IsAnytime = isAnytime,
            Priority = (int)Math.Clamp(priority ?? 0, int.MinValue, int.MaxValue),
        };
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

    private static ServingFault? Number(ModelInferRequest request, string parameter, out double? number)
    {
        number = null;
        if (!request.Parameters.TryGetValue(parameter, out var value))
            return null;
        number = value.ParameterChoiceCase switch
        {
            InferParameter.ParameterChoiceOneofCase.DoubleParam => value.DoubleParam,
            InferParameter.ParameterChoiceOneofCase.Int64Param => value.Int64Param,
            _ => null,
        };
        return number is null ? Invalid($"parameters.{parameter}: expected a number, got {value}") : null;
    }

    private static ServingFault? Flag(ModelInferRequest request, string parameter, out bool flag)
    {
        flag = false;
        if (!request.Parameters.TryGetValue(parameter, out var value))
            return null;
        flag = value.BoolParam;
        return value.ParameterChoiceCase == InferParameter.ParameterChoiceOneofCase.BoolParam ? null : Invalid($"parameters.{parameter}: expected true or false, got {value}");
    }

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
