using Ponder.Serving.Models;

namespace Ponder.Serving.Protocol;

/// <summary>What an input must look like, however it arrives.</summary>
internal static class InputForm
{
    /// <summary>The datatype of pictures.</summary>
    public const string Pictures = "BYTES";

    /// <summary>The datatype of numbers.</summary>
    public const string Numbers = "FP32";

    private const long MaxTimeout = 1_000_000_000_000; // eleven days

    /// <summary>Checks an input's name, type and shape against its model's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">What the request calls it.</param>
    /// <param name="datatype">What its elements are.</param>
    /// <param name="shape">Its sizes, samples in front.</param>
    /// <param name="options">How much a request may be.</param>
    /// <param name="count">Its samples.</param>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public static ServingFault? Check(ServedModel model, string? name, string? datatype, ReadOnlySpan<long> shape, ServingOptions options, out int count)
    {
        count = 0;
        if (name != model.Input.Name)
            return Invalid($"inputs: expected '{model.Input.Name}', got '{name}'");
        string where = $"input '{name}'";
        if (datatype != Numbers && (datatype != Pictures || model.Pictures is null))
            return Invalid($"{where}: expected datatype {Numbers}{(model.Pictures is null ? "" : $" or {Pictures}")}, got {datatype}");
        if (!(datatype == Pictures ? shape is [>= 1] or [>= 1, 1] : IsOf(shape, model.Input.Shape.Dimensions.AsSpan())))
            return Invalid($"{where}: expected {(datatype == Pictures ? "[N] or [N, 1]" : model.Input.Shape)}, got [{string.Join(", ", shape.ToArray())}]");
        if (shape[0] > options.MaxRequestSamples)
            return new ServingFault(ServingError.TooLarge, $"{where}: expected at most {options.MaxRequestSamples} samples, got {shape[0]}");
        // A number takes at least two bytes, as JSON: so many cannot come, and nothing is allocated for them. Decoded pictures may take no more than numbers do.
        if (shape[0] * model.SampleLength > Math.Min(options.MaxRequestBytes / (datatype == Pictures ? sizeof(float) : 2), Array.MaxLength))
            return new ServingFault(ServingError.TooLarge, $"{where}: expected at most {options.MaxRequestBytes:N0} bytes, got {shape[0]} samples of {model.SampleLength} numbers");
        count = (int)shape[0];
        return null;
    }

    /// <summary>Checks that a model has an output.</summary>
    public static ServingFault? CheckOutput(ServedModel model, string? name) => model.Outputs.Any(known => known.Name == name)
        ? null
        : Invalid($"outputs: expected {string.Join(", ", model.Outputs.Select(known => known.Name))}, got '{name}'");

    /// <summary>Checks that a request can be answered exit by exit: samples pass exits one by one.</summary>
    public static ServingFault? CheckAnytime(InferenceCall call) => call.Count == 1 ? null : Invalid($"inputs: expected one sample for answers on the way, got {call.Count}");

    /// <summary>The time of the parameter <c>timeout</c>.</summary>
    public static ServingFault? CheckTimeout(long microseconds) =>
        microseconds is < 1 or > MaxTimeout ? Invalid($"parameters.timeout: expected microseconds from 1 to {MaxTimeout}, got {microseconds}") : null;

    /// <summary>The last exit that the parameters <c>max_exit</c> and <c>budget_macs</c> leave: whichever is shallower.</summary>
    /// <param name="model">The model.</param>
    /// <param name="maxExit">An exit's name; null for any.</param>
    /// <param name="budget">Multiply-adds that each sample may cost in the worst case; null for any.</param>
    /// <param name="deepest">The exit, 0-based; the largest number where neither limits anything.</param>
    /// <returns>What is wrong with them; null where nothing is.</returns>
    public static ServingFault? CheckLimits(ServedModel model, string? maxExit, long? budget, out int deepest)
    {
        deepest = int.MaxValue;
        if (maxExit is null && budget is null)
            return null;
        string parameter = maxExit is null ? "budget_macs" : "max_exit";
        if (model.ExitMacs.Count < 2)
            return Invalid($"parameters.{parameter}: expected a model with early exits, got '{model.Name}'");
        if (maxExit is not null)
        {
            deepest = model.ExitNames.ToList().IndexOf(maxExit);
            if (deepest < 0)
                return Invalid($"parameters.max_exit: expected {string.Join(", ", model.ExitNames)}, got '{maxExit}'");
        }

        if (budget is { } most)
        {
            int affordable = model.ExitMacs.Count(macs => macs <= most) - 1; // they grow
            if (affordable < 0)
                return Invalid($"parameters.budget_macs: expected at least {model.ExitMacs[0]:N0}, what the first exit costs, got {most:N0}");
            deepest = Math.Min(deepest, affordable);
        }

        return null;
    }

    /// <summary>The request with the thresholds by which a model reaches the parameter <c>accuracy_target</c>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="call">The request.</param>
    /// <param name="chosen">The request with those of the cheapest operating point that reaches it; as it is where nothing is asked.</param>
    /// <returns>Why there is no such point; null where there is or none is asked for.</returns>
    public static ServingFault? ChooseThresholds(ServedModel model, InferenceCall call, out InferenceCall chosen)
    {
        chosen = call;
        if (call.AccuracyTarget is not { } target)
            return null;
        string? fault = model.Plan.FindOperatingPoint(target, out var point);
        chosen = call with { Thresholds = point?.Thresholds };
        return fault is null ? null : Invalid($"parameters.accuracy_target: {fault}");
    }

    private static bool IsOf(ReadOnlySpan<long> shape, ReadOnlySpan<int> sizes)
    {
        bool isOf = shape.Length == sizes.Length && shape[0] >= 1;
        for (int i = 1; isOf && i < shape.Length; i++)
            isOf = shape[i] == sizes[i];
        return isOf;
    }

    private static ServingFault Invalid(string message) => new(ServingError.InvalidArgument, message);
}
