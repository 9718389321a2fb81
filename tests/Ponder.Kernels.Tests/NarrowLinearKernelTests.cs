namespace Ponder.Kernels.Tests;

public sealed class NarrowLinearKernelTests
{
    public static TheoryData<int, int> Shapes => new() { { 640, 10 }, { 84, 10 }, { 1, 1 }, { 15, 5 }, { 16, 6 }, { 17, 16 }, { 33, 2 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_AnyShape_EqualsDoublePrecision(int inputs, int outputs)
    {
        var (source, weights, bias) = Problem(inputs, outputs);
        float[] result = new float[outputs];

        new NarrowLinearKernel(inputs, outputs, weights, bias).Run(source, result, relu: false);

        for (int o = 0; o < outputs; o++)
            Assert.Equal(bias[o] + Enumerable.Range(0, inputs).Sum(i => (double)source[i] * weights[(o * inputs) + i]), result[o], 1e-4);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_EveryInstructionSet_IsBitIdentical(int inputs, int outputs)
    {
        var (source, weights, bias) = Problem(inputs, outputs);

        var results = InstructionSets.Available.Select(set =>
        {
            float[] result = new float[outputs];
            new NarrowLinearKernel(inputs, outputs, weights, bias, set).Run(source, result, relu: true);
            return result;
        }).ToArray();

        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public void Run_NotANumberBehindTheSample_IsNotRead()
    {
        float[] result = new float[1];

        new NarrowLinearKernel(3, 1, [1, 1, 1], []).Run([1, 2, 3, float.NaN], result, relu: false);

        Assert.Equal(6, result[0]);
    }

    [Fact]
    public void Run_ShortSpan_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new NarrowLinearKernel(3, 1, [1, 1, 1], []).Run(new float[2], new float[1], relu: false));

    private static (float[] Source, float[] Weights, float[] Bias) Problem(int inputs, int outputs)
    {
        var random = new Random(2);
        float[] Fill(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        return (Fill(inputs), Fill(inputs * outputs), Fill(outputs));
    }
}
