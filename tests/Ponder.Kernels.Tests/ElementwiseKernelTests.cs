namespace Ponder.Kernels.Tests;

public sealed class ElementwiseKernelTests
{
    private static readonly int[] Lengths = [0, 1, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 100];

    public static MatrixTheoryData<ElementwiseOperation, InstructionSet> Cases =>
        new(Enum.GetValues<ElementwiseOperation>(), InstructionSets.Available);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AnyLength_EqualsPlainArithmetic(ElementwiseOperation operation, InstructionSet set)
    {
        foreach (int length in Lengths)
        {
            var (a, b, c) = (Noise(length, seed: 1), Noise(length, seed: 2), Noise(length, seed: 3));
            float[] result = new float[length];

            new ElementwiseKernel(operation, range: null, set).Run(a, b, c, result);

            Assert.Equal(Enumerable.Range(0, length).Select(i => Plain(operation, a[i], b[i], c[i])), result);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Relu_CutsOffNegativeResults(ElementwiseOperation operation, InstructionSet set)
    {
        var (a, b, c) = (Noise(37, seed: 1), Noise(37, seed: 2), Noise(37, seed: 3));
        float[] result = new float[37];

        new ElementwiseKernel(operation, ActivationRange.Relu, set).Run(a, b, c, result);

        Assert.Equal(Enumerable.Range(0, 37).Select(i => Math.Max(0, Plain(operation, a[i], b[i], c[i]))), result);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-3f)]
    [InlineData(-0.7f)]
    [InlineData(5)]
    [InlineData(-20)]
    [InlineData(80)]
    public void Run_Sigmoid_IsCloseToDoublePrecision(float x)
    {
        double expected = 1 / (1 + Math.Exp(-x));

        Assert.InRange(Twin(ElementwiseOperation.Sigmoid, x), expected * (1 - 3e-7), expected * (1 + 3e-7));
    }

    [Fact]
    public void Run_NotANumber_PassesThroughRelu()
    {
        float[] values = [.. Enumerable.Repeat(float.NaN, 20)];

        new ElementwiseKernel(ElementwiseOperation.Copy, ActivationRange.Relu).Run(values, [], [], values);

        Assert.All(values, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Run_ShortOperand_IsRefused() => Assert.Throws<ArgumentException>(() =>
        new ElementwiseKernel(ElementwiseOperation.Add).Run(new float[4], new float[3], [], new float[4]));

    private static float Plain(ElementwiseOperation operation, float a, float b, float c) => operation switch
    {
        ElementwiseOperation.Copy => a,
        ElementwiseOperation.Add => a + b,
        ElementwiseOperation.Subtract => a - b,
        ElementwiseOperation.Multiply => a * b,
        ElementwiseOperation.Divide => a / b,
        ElementwiseOperation.MultiplyAdd => MathF.FusedMultiplyAdd(a, b, c),
        ElementwiseOperation.Minimum => Math.Min(a, b),
        ElementwiseOperation.Maximum => Math.Max(a, b),
        ElementwiseOperation.Leaky => a > 0 ? a : a * b,
        ElementwiseOperation.HardSwish => a * Math.Clamp(MathF.FusedMultiplyAdd(a, 1f / 6, 0.5f), 0, 1),
        _ => Twin(operation, a),
    };

    private static float Twin(ElementwiseOperation operation, float a)
    {
        float[] result = new float[1];
        new ElementwiseKernel(operation, range: null, InstructionSet.Scalar).Run([a], [], [], result);
        return result[0];
    }

    private static float[] Noise(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextSingle() * 4) - 2)];
    }
}
