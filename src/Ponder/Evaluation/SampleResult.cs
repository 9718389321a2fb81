using System.Text.Json;

namespace Ponder.Evaluation;

/// <summary>What a model made of one sample.</summary>
/// <param name="Index">The sample's 0-based index in its source.</param>
/// <param name="Label">True class, 0-based.</param>
/// <param name="Prediction">Class answered, 0-based; -1 where the logits hold a NaN.</param>
/// <param name="Exit">Name of the exit taken.</param>
/// <param name="Confidence">Largest probability of the answer, in [0, 1]; 0 where it is not a number.</param>
/// <param name="Macs">Multiply-adds spent.</param>
public sealed record SampleResult(int Index, int Label, int Prediction, string Exit, float Confidence, long Macs)
{
    /// <summary>One line of JSON, keys in snake_case.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EvaluationJsonContext.Default.SampleResult);
}
