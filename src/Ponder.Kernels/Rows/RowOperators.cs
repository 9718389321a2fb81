namespace Ponder.Kernels;

/// <summary>Operators on one short row of numbers: logits of a sample, probabilities, scores.</summary>
/// <remarks>Plain loops: a row holds a few class scores, and the order of every sum is fixed.</remarks>
public static class RowOperators
{
    /// <summary>exp(x - max) / sum, over a row.</summary>
    public static void Softmax(ReadOnlySpan<float> source, Span<float> destination)
    {
        ExpOfDifference(source, Max(source), destination);
        float sum = Sum(destination[..source.Length]);
        for (int i = 0; i < source.Length; i++)
            destination[i] /= sum;
    }

    /// <summary>x - max - ln(sum of exp(x - max)), over a row: finite where a probability underflows.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> source, Span<float> destination)
    {
        float max = Max(source);
        ExpOfDifference(source, max, destination);
        float logSum = MathF.Log(Sum(destination[..source.Length]));
        for (int i = 0; i < source.Length; i++)
            destination[i] = source[i] - max - logSum;
    }

    /// <summary>exp(x), elementwise.</summary>
    public static void Exp(ReadOnlySpan<float> source, Span<float> destination) => ExpOfDifference(source, 0, destination);

    /// <summary>The sum of a row, first to last.</summary>
    public static float Sum(ReadOnlySpan<float> source)
    {
        float sum = 0;
        foreach (float value in source)
            sum += value;
        return sum;
    }

    /// <summary>The mean of a row.</summary>
    public static float Mean(ReadOnlySpan<float> source) => Sum(source) / source.Length;

    /// <summary>The largest value of a row; NaN when there is one.</summary>
    public static float Max(ReadOnlySpan<float> source)
    {
        float max = float.NegativeInfinity;
        foreach (float value in source)
            max = MathF.Max(max, value);
        return max;
    }

    /// <summary>The index of the largest value, the first of equals; 0 when all are NaN.</summary>
    public static int ArgMax(ReadOnlySpan<float> source)
    {
        int best = 0;
        for (int i = 1; i < source.Length; i++)
        {
            if (source[i] > source[best] || float.IsNaN(source[best]))
                best = i;
        }

        return best;
    }

    // Not the runtime's vectorised exponential: its exp(0) is not 1, so the entropy of a certain answer would not be 0.
    private static void ExpOfDifference(ReadOnlySpan<float> source, float subtrahend, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = MathF.Exp(source[i] - subtrahend);
    }
}
