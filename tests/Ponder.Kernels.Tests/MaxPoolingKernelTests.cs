namespace Ponder.Kernels.Tests;

public sealed class MaxPoolingKernelTests
{
    public static TheoryData<int, InstructionSet> Cases
    {
        get
        {
            var cases = new TheoryData<int, InstructionSet>();
            foreach (var set in InstructionSets.Available)
            {
                foreach (int channels in new[] { 1, 3, 4, 5, 7, 8, 10, 15, 16, 17, 20, 33, 64 })
                    cases.Add(channels, set);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ClippedWindows_EqualsPlainLoop(int channels, InstructionSet set)
    {
        const int Size = 5, Output = 3; // the last window holds one row and one column
        var random = new Random(3);
        float[] image = [.. Enumerable.Range(0, (Size * Size * channels) + KernelConstants.SlackFloats).Select(_ => random.NextSingle() - 0.5f)];
        var windows = Windows(Size, Output);
        float[] result = new float[Output * Output * channels];

        new MaxPoolingKernel(windows, Size, channels, set).Run(image, result, relu: false);

        Assert.Equal(Reference(image, windows, Size, channels), result);
    }

    [Theory]
    [InlineData(false, -1)]
    [InlineData(true, 0)]
    public void Run_NegativeMaximum_IsCutOffByReluOnly(bool relu, float expected)
    {
        float[] result = new float[1];

        new MaxPoolingKernel([new PoolingWindow(0, 1, 2, 0, 2)], 2, 1).Run([-1, -2, .. new float[KernelConstants.SlackFloats]], result, relu);

        Assert.Equal(expected, result[0]);
    }

    [Fact]
    public void Run_NotANumber_PassesThrough()
    {
        float[] result = new float[1];

        new MaxPoolingKernel([new PoolingWindow(0, 1, 2, 0, 2)], 2, 1).Run([float.NaN, 1, .. new float[KernelConstants.SlackFloats]], result, relu: true);

        Assert.True(float.IsNaN(result[0]));
    }

    [Fact]
    public void Run_LastPixelOfDestination_LeavesTheNextAlone()
    {
        float[] result = [7, 7, 7, 7, 7, 7];

        new MaxPoolingKernel([new PoolingWindow(0, 1, 1, 0, 1)], 1, 5).Run(new float[5 + KernelConstants.SlackFloats], result, relu: false);

        Assert.Equal([0f, 0f, 0f, 0f, 0f, 7f], result);
    }

    [Fact]
    public void Run_ShortSpan_IsRefused()
    {
        var kernel = new MaxPoolingKernel([new PoolingWindow(3, 2, 2, 0, 4)], 3, 1);

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[7], new float[1], relu: false));
    }

    private static PoolingWindow[] Windows(int size, int output) =>
    [
        .. from y in Enumerable.Range(0, output)
           from x in Enumerable.Range(0, output)
           let rows = Math.Min(2, size - (2 * y))
           let columns = Math.Min(2, size - (2 * x))
           select new PoolingWindow((2 * y * size) + (2 * x), rows, columns, (y * output) + x, rows * columns),
    ];

    private static float[] Reference(float[] image, PoolingWindow[] windows, int pitch, int channels) =>
    [
        .. from window in windows
           from c in Enumerable.Range(0, channels)
           select (from y in Enumerable.Range(0, window.Rows)
                   from x in Enumerable.Range(0, window.Columns)
                   select image[((window.SourcePixel + (y * pitch) + x) * channels) + c]).Max(),
    ];
}
