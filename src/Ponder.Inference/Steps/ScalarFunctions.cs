using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Operators that are a function of each number. One flat table.</summary>
internal static class ScalarFunctions
{
    /// <summary>The function of a node, or null when it is none.</summary>
    public static Func<float, float>? Of(GraphView view, GraphNode node) => node.OpType switch
    {
        "Exp" => MathF.Exp,
        "Log" => MathF.Log,
        "Neg" => value => -value,
        "Sqrt" => MathF.Sqrt,
        "Abs" => MathF.Abs,
        "Tanh" => MathF.Tanh,
        "Floor" => MathF.Floor,
        "Ceil" => MathF.Ceiling,
        "Reciprocal" => value => 1 / value,
        "Softsign" => value => value / (1 + MathF.Abs(value)),
        "Softplus" => value => MathF.Max(value, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(value))),
        "Elu" => Elu(node.GetFloat("alpha", 1)),
        "Erf" => Erf,
        "Gelu" when node.GetString("approximate", "none") == "none" => value => 0.5f * value * (1 + Erf(value * InverseRootOfTwo)),
        "Gelu" => value => 0.5f * value * (1 + MathF.Tanh(RootOfTwoOverPi * (value + (0.044715f * value * value * value)))),
        "Pow" when view.Constant(node, 1) is { Length: 1, ElementType: ElementType.Float32 } exponent => Power(exponent.Floats[0]),
        _ => null,
    };

    private const float InverseRootOfTwo = 0.70710678f;
    private const float RootOfTwoOverPi = 0.79788456f;

    private static Func<float, float> Elu(float alpha) => value => value < 0 ? alpha * (MathF.Exp(value) - 1) : value;

    private static Func<float, float> Power(float exponent) => exponent == 2 ? value => value * value : value => MathF.Pow(value, exponent);

    /// <summary>The error function, by Abramowitz and Stegun 7.1.26: within 1.5e-7.</summary>
    private static float Erf(float value)
    {
        float x = MathF.Abs(value), t = 1 / (1 + (0.3275911f * x));
        float sum = ((((((((1.061405429f * t) - 1.453152027f) * t) + 1.421413741f) * t) - 0.284496736f) * t) + 0.254829592f) * t;
        return MathF.CopySign(1 - (sum * MathF.Exp(-x * x)), value);
    }
}
