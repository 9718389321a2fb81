namespace Ponder.Kernels.Tests;

public sealed class AveragePoolingKernelTests
{
    public static MatrixTheoryData<int, InstructionSet> Cases =>
        new([1, 3, 4, 5, 8, 9, 16, 17, 20, 33, 64], InstructionSets.Available);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ClippedWindows_EqualsPlainLoop(int channels, InstructionSet set)
    {
        float[] image = Noise((5 * 5 * channels) + KernelConstants.SlackFloats);
        PoolingWindow[] windows = [new(0, 3, 3, 0, 9), new(3, 3, 2, 1, 9), new(20, 1, 1, 3, 4)];
        float[] result = new float[4 * channels];

        new AveragePoolingKernel(windows, 5, channels, set).Run(image, result);

        Assert.Equal(Reference(image, windows, pitch: 5, channels, pixels: 4), result);
    }

    [Fact]
    public void Run_ShortSpan_IsRefused()
    {
        var kernel = new AveragePoolingKernel([new PoolingWindow(3, 2, 2, 0, 4)], 3, 1);

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[7], new float[1]));
    }

    private static float[] Reference(float[] image, PoolingWindow[] windows, int pitch, int channels, int pixels)
    {
        float[] result = new float[pixels * channels];
        foreach (var window in windows)
        {
            for (int c = 0; c < channels; c++)
            {
                float sum = 0;
                for (int i = 0; i < window.Rows * window.Columns; i++)
                    sum += image[((window.SourcePixel + (i / window.Columns * pitch) + (i % window.Columns)) * channels) + c];
                result[(window.DestinationPixel * channels) + c] = sum / window.Divisor;
            }
        }

        return result;
    }

    private static float[] Noise(int length)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
    }
}
