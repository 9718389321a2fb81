namespace Ponder.Kernels.Tests;

public sealed class StemKernelTests
{
    public static TheoryData<int, int, int, InstructionSet> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, InstructionSet>();
            foreach (var set in InstructionSets.Available)
            {
                foreach ((int channels, int kernel, int size) in new[] { (5, 5, 30), (1, 3, 7), (6, 3, 16), (7, 1, 17), (13, 5, 33), (4, 3, 1), (2, 3, 2), (3, 5, 15) })
                    cases.Add(channels, kernel, size, set);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AnyShape_IsBitIdenticalToConvolutionThenPooling(int channels, int kernel, int size, InstructionSet set)
    {
        var random = new Random(5);
        int pitch = size + kernel - 1, pooled = (size + 1) / 2;
        float[] image = Fill(random, (pitch * pitch) + KernelConstants.SlackFloats);
        float[] weights = Fill(random, channels * kernel * kernel), bias = Fill(random, channels);
        float[] result = new float[pooled * pooled * channels];

        new StemKernel(new StemShape(channels, kernel, kernel, size, size), weights, bias, set).Run(image, pitch, result, pooled, relu: true);

        Assert.Equal(InTwoSteps(image, weights, bias, channels, kernel, size), result);
    }

    [Fact]
    public void Run_ShortSource_IsRefused()
    {
        var kernel = new StemKernel(new StemShape(1, 3, 3, 4, 4), new float[9], []);

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[36], 6, new float[4], 2, relu: false));
    }

    private static float[] InTwoSteps(float[] image, float[] weights, float[] bias, int channels, int kernel, int size)
    {
        int pitch = size + kernel - 1, pooled = (size + 1) / 2;
        float[] convolved = new float[(size * size * channels) + KernelConstants.SlackFloats];
        float[] result = new float[pooled * pooled * channels];
        int[] rows = [.. Enumerable.Range(0, size * size)];
        new ConvolutionKernel(new ConvolutionShape(1, channels, kernel, kernel), weights, bias, InstructionSet.Scalar).Run(
            image, pitch, 0, [.. rows.Select(row => (row / size * pitch) + (row % size))], convolved, rows, default);
        var windows = from y in Enumerable.Range(0, pooled)
                      from x in Enumerable.Range(0, pooled)
                      select new PoolingWindow(
                          (2 * y * size) + (2 * x), Math.Min(2, size - (2 * y)), Math.Min(2, size - (2 * x)), (y * pooled) + x, 4);
        new MaxPoolingKernel([.. windows], size, channels, InstructionSet.Scalar).Run(convolved, result, relu: true);
        return result;
    }

    private static float[] Fill(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
