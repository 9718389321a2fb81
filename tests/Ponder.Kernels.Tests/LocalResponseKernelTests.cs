namespace Ponder.Kernels.Tests;

public sealed class LocalResponseKernelTests
{
    public static MatrixTheoryData<int, int, InstructionSet> Cases =>
        new([1, 3, 4, 7, 16, 17, 33], [1, 2, 3, 5], InstructionSets.Available);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ThreeQuarters_IsBitIdenticalToTheScalarTwin(int channels, int size, InstructionSet set) =>
        Assert.Equal(Run(channels, size, 0.75f, InstructionSet.Scalar), Run(channels, size, 0.75f, set));

    [Theory]
    [InlineData(7, 2, 0.75f)]
    [InlineData(16, 3, 0.75f)]
    [InlineData(20, 5, 0.75f)]
    [InlineData(20, 4, 0.6f)]
    public void Run_AnyWindow_EqualsTheDefinition(int channels, int size, float beta)
    {
        float[] expected = Reference(Noise(channels * 3), channels, size, beta);

        float[] actual = Run(channels, size, beta, InstructionSets.Best);

        Assert.Equal(expected, actual, (a, b) => Math.Abs(a - b) <= 1e-5 * Math.Abs(a));
    }

    [Fact]
    public void Run_DestinationOfAnotherLength_IsRefused()
    {
        var kernel = new LocalResponseKernel(new LocalResponseShape(4, 3, 1, 0.75f, 1));

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[8], new float[kernel.ScratchFloats], new float[4]));
    }

    private static float[] Run(int channels, int size, float beta, InstructionSet set)
    {
        var kernel = new LocalResponseKernel(new LocalResponseShape(channels, size, 0.3f, beta, 2), set);
        float[] source = Noise(channels * 3), result = new float[source.Length];
        kernel.Run(source, [.. Enumerable.Repeat(float.NaN, kernel.ScratchFloats)], result);
        return result;
    }

    private static float[] Reference(float[] source, int channels, int size, float beta) =>
    [
        .. from i in Enumerable.Range(0, source.Length)
           let c = i % channels
           let first = Math.Max(0, c - ((size - 1) / 2))
           let last = Math.Min(channels - 1, c + (size / 2))
           let sum = Enumerable.Range(first, last - first + 1).Sum(at => Math.Pow(source[i - c + at], 2))
           select (float)(source[i] / Math.Pow(2 + (0.3 / size * sum), beta)),
    ];

    private static float[] Noise(int length)
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
