namespace Ponder.Kernels;

/// <summary>What results are brought into: first raised to the least, then lowered to the most. NaN stays NaN.</summary>
/// <param name="Least">Lower bound; minus infinity for none.</param>
/// <param name="Most">Upper bound; infinity for none.</param>
public readonly record struct ActivationRange(float Least, float Most)
{
    /// <summary>Everything: results stay as they are.</summary>
    public static ActivationRange All => new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>What a ReLU leaves.</summary>
    public static ActivationRange Relu => new(0, float.PositiveInfinity);
}
