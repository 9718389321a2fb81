using Ponder.Graph;

namespace Ponder.ParityTests;

/// <summary>Says when two executors mean the same.</summary>
internal static class Agreement
{
    private const double RelativeTolerance = 1e-3;
    private const double AbsoluteTolerance = 1e-4;

    public static void AssertClose(HostTensor expected, HostTensor actual)
    {
        Assert.Equal(expected.ElementType, actual.ElementType);
        Assert.Equal(expected.Shape, actual.Shape);
        switch (expected.ElementType)
        {
            case ElementType.Float32:
                AssertClose(expected.Floats, actual.Floats);
                break;
            case ElementType.Int64:
                Assert.Equal(expected.Int64s.ToArray(), actual.Int64s.ToArray());
                break;
            default:
                Assert.Equal(expected.Booleans.ToArray(), actual.Booleans.ToArray());
                break;
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i], expected[i] - Slack(expected[i]), expected[i] + Slack(expected[i]));
    }

    private static double Slack(float expected) => AbsoluteTolerance + (RelativeTolerance * Math.Abs(expected));
}
