namespace Ponder.Training.Trainers;

/// <summary>Type of a training's activations and products.</summary>
public enum Precision
{
    /// <summary>float32 everywhere.</summary>
    Float32,

    /// <summary>
    /// bfloat16 from the first layer's product to the logits; weights, their steps, statistics and losses stay float32.
    /// Twice as fast where the processor multiplies bfloat16.
    /// </summary>
    BFloat16,
}
