using Ponder.Graph;

namespace Ponder.ParityTests.Conformance;

/// <summary>Compares an answer with the expected one.</summary>
internal static class Difference
{
    private const double RelativeTolerance = 1e-3;
    private const double AbsoluteTolerance = 1e-5;

    /// <summary>The first difference in words; null when there is none. Whole numbers and truth values must be equal.</summary>
    public static string? Find(HostTensor expected, HostTensor actual)
    {
        if (expected.ElementType != actual.ElementType || !expected.Shape.SequenceEqual(actual.Shape))
            return $"expected {Describe(expected)}, got {Describe(actual)}";
        return expected.ElementType switch
        {
            ElementType.Float32 => Find(expected.Floats, actual.Floats, IsClose),
            ElementType.Int64 => Find(expected.Int64s, actual.Int64s, (a, b) => a == b),
            _ => Find(expected.Booleans, actual.Booleans, (a, b) => a == b),
        };
    }

    private static string? Find<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<T, T, bool> areSame)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!areSame(expected[i], actual[i]))
                return $"element {i}: expected {expected[i]}, got {actual[i]}";
        }

        return null;
    }

    private static bool IsClose(float expected, float actual) =>
        expected.Equals(actual) || Math.Abs((double)expected - actual) <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(expected));

    private static string Describe(HostTensor tensor) => $"{tensor.ElementType} [{string.Join(", ", tensor.Shape)}]";
}
