using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Operators with two inputs that are spread over the result. One flat table.</summary>
internal static class BinarySteps
{
    /// <summary>The step, or null when the operator is none of these.</summary>
    public static IStep? Create(FusedOperator fused, TensorLayout left, TensorLayout right, TensorLayout output) =>
        fused.Range is not null && output.Info.ElementType != ElementType.Float32 ? null : (fused.Node.OpType, left.Info.ElementType) switch
        {
            ("Add", ElementType.Float32) => Step<float, float>(Ranged(fused, (a, b) => a + b), left, right, output),
            ("Sub", ElementType.Float32) => Step<float, float>(Ranged(fused, (a, b) => a - b), left, right, output),
            ("Mul", ElementType.Float32) => Step<float, float>(Ranged(fused, (a, b) => a * b), left, right, output),
            ("Div", ElementType.Float32) => Step<float, float>(Ranged(fused, (a, b) => a / b), left, right, output),
            ("Min", ElementType.Float32) => Step<float, float>(MathF.Min, left, right, output),
            ("Max", ElementType.Float32) => Step<float, float>(MathF.Max, left, right, output),
            ("Pow", ElementType.Float32) => Step<float, float>(MathF.Pow, left, right, output),
            ("PRelu", ElementType.Float32) => Step<float, float>((a, b) => a < 0 ? a * b : a, left, right, output),
            ("Add", ElementType.Int64) => Step<long, long>((a, b) => a + b, left, right, output),
            ("Sub", ElementType.Int64) => Step<long, long>((a, b) => a - b, left, right, output),
            ("Mul", ElementType.Int64) => Step<long, long>((a, b) => a * b, left, right, output),
            ("Min", ElementType.Int64) => Step<long, long>(Math.Min, left, right, output),
            ("Max", ElementType.Int64) => Step<long, long>(Math.Max, left, right, output),
            ("Less", ElementType.Float32) when LimitStep.Fits(left, right, output) => new LimitStep(left, right, isReached: false, output),
            ("Less", ElementType.Float32) => Step<float, bool>((a, b) => a < b, left, right, output),
            ("LessOrEqual", ElementType.Float32) => Step<float, bool>((a, b) => a <= b, left, right, output),
            ("Greater", ElementType.Float32) => Step<float, bool>((a, b) => a > b, left, right, output),
            ("GreaterOrEqual", ElementType.Float32) when LimitStep.Fits(left, right, output) => new LimitStep(left, right, isReached: true, output),
            ("GreaterOrEqual", ElementType.Float32) => Step<float, bool>((a, b) => a >= b, left, right, output),
            ("Equal", ElementType.Float32) => Step<float, bool>((a, b) => a == b, left, right, output),
            ("Less", ElementType.Int64) => Step<long, bool>((a, b) => a < b, left, right, output),
            ("LessOrEqual", ElementType.Int64) => Step<long, bool>((a, b) => a <= b, left, right, output),
            ("Greater", ElementType.Int64) => Step<long, bool>((a, b) => a > b, left, right, output),
            ("GreaterOrEqual", ElementType.Int64) => Step<long, bool>((a, b) => a >= b, left, right, output),
            ("Equal", ElementType.Int64) => Step<long, bool>((a, b) => a == b, left, right, output),
            ("Equal", ElementType.Boolean) => Step<bool, bool>((a, b) => a == b, left, right, output),
            ("And", ElementType.Boolean) => Step<bool, bool>((a, b) => a && b, left, right, output),
            ("Or", ElementType.Boolean) => Step<bool, bool>((a, b) => a || b, left, right, output),
            _ => null,
        };

    /// <summary>The step of a Min or Max of three inputs and more, which takes one after the other into the result; null for others.</summary>
    public static IStep? CreateMany(FusedOperator fused, TensorLayout?[] inputs, TensorLayout output)
    {
        if (inputs.Length < 3 || fused.Node.OpType is not ("Min" or "Max") || inputs.Any(input => input is null))
            return null;
        IStep?[] steps = [.. inputs.Skip(1).Select((input, i) => Create(fused, i == 0 ? inputs[0]! : output, input!, output))]; // all are there
        return steps.All(step => step is not null) ? new SequenceStep([.. steps.OfType<IStep>()]) : null;
    }

    private static IStep? Step<TSource, TResult>(
        Func<TSource, TSource, TResult> function, TensorLayout left, TensorLayout right, TensorLayout output)
    {
        if (IsBeside(left, output) && IsBeside(right, output) && output.IsRow)
            return new BinaryStep<TSource, TResult>(function, left, right, output);
        return SpreadOperand.Of(left, output) is { } a && SpreadOperand.Of(right, output) is { } b
            ? new SpreadStep<TSource, TResult>(function, a, b, output)
            : null;
    }

    private static bool IsBeside(TensorLayout operand, TensorLayout output) =>
        operand.IsRow && (operand.SampleLength == 1 || operand.SampleLength == output.SampleLength);

    private static Func<float, float, float> Ranged(FusedOperator fused, Func<float, float, float> function) =>
        fused.Range is { } range ? (a, b) => MathF.Min(MathF.Max(function(a, b), range.Least), range.Most) : function;
}
