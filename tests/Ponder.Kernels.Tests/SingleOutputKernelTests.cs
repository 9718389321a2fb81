namespace Ponder.Kernels.Tests;

public sealed class SingleOutputKernelTests
{
    private const int Size = 12; // wide enough for eight windows side by side, and some more

    public static MatrixTheoryData<int, int, InstructionSet> Cases => new([16, 32, 64], [1, 3], InstructionSets.Available);

    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Available];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AnyChannelsAndWindow_AgreesWithTheGeneralKernel(int channels, int window, InstructionSet set)
    {
        var shape = new ConvolutionShape(channels, 1, window, window);
        float[] expected = Run(new ConvolutionKernel(shape, Weights(shape), [0.5f]), channels, window, Rows(window));
        float[] actual = Run(new SingleOutputKernel(shape, Weights(shape), [0.5f], set), channels, window, Rows(window));

        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4f);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_OnAnyInstructionSet_GivesTheSameBits(InstructionSet set)
    {
        var shape = new ConvolutionShape(32, 1, 3, 3);

        Assert.Equal(
            Run(new SingleOutputKernel(shape, Weights(shape), [], InstructionSet.Scalar), 32, 3, Rows(3)),
            Run(new SingleOutputKernel(shape, Weights(shape), [], set), 32, 3, Rows(3)));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_SparseList_GivesTheSameBitsAndLeavesOtherRowsUntouched(InstructionSet set)
    {
        var shape = new ConvolutionShape(16, 1, 3, 3);
        var kernel = new SingleOutputKernel(shape, Weights(shape), [], set);
        float[] whole = Run(kernel, 16, 3, Rows(3)), sparse = Run(kernel, 16, 3, [.. Rows(3).Where(row => row % 5 == 0).Reverse()]);

        for (int i = 0; i < sparse.Length; i++)
            Assert.Equal(Rows(3)[i] % 5 == 0 ? whole[i] : 42, sparse[i]);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_PartOfTheWindow_SumsOnlyIt(InstructionSet set)
    {
        float[] image = [.. Enumerable.Range(0, 4 * 16).Select(i => (float)(i / 16) + 1), .. new float[KernelConstants.SlackFloats]]; // pixels of 1, 2, 3, 4
        float[] result = new float[1];
        new SingleOutputKernel(new ConvolutionShape(16, 1, 2, 2), Enumerable.Repeat(1f, 64).ToArray(), [], set)
            .Run(image, 2, 0, [0], result, [0], new ConvolutionEpilogue { Range = new(0, 100) }, [new(1, new(0, 2, 1, 1))]);

        Assert.Equal(16 * (2 + 4), result[0]);
    }

    [Fact]
    public void Run_PlaceBias_AddsThatOfThePartThatIsSummed()
    {
        float[] result = new float[2];
        var kernel = new SingleOutputKernel(new ConvolutionShape(16, 1, 2, 2), new float[64], [0.5f]) { PlaceBias = [1, 10, 100, 1000] };
        kernel.Run(new float[6 * 16], 3, 0, [0, 1], result, [0, 1], default, [new(1, new(0, 2, 0, 2)), new(1, new(0, 2, 0, 1))]);

        Assert.Equal([1111.5f, 101.5f], result);
    }

    [Fact]
    public void PlaceBias_NotOneForEachPlace_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new SingleOutputKernel(new ConvolutionShape(16, 1, 2, 2), new float[64], []) { PlaceBias = [1] });

    [Fact]
    public void Constructor_TwoOutputs_IsRefused() =>
        Assert.Contains("expected one output", Assert.Throws<ArgumentException>(() => new SingleOutputKernel(new ConvolutionShape(16, 2, 1, 1), new float[32], [])).Message, StringComparison.Ordinal);

    [Fact]
    public void Run_PixelOutsideBuffer_IsRefused()
    {
        var kernel = new SingleOutputKernel(new ConvolutionShape(16, 1, 1, 1), new float[16], []);

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[16], 1, 0, [2], new float[1], [0], default));
    }

    // Every place where the whole window lies on the image.
    private static int[] Rows(int window) =>
        [.. from y in Enumerable.Range(0, Size - window + 1) from x in Enumerable.Range(0, Size - window + 1) select (y * Size) + x];

    private static float[] Weights(ConvolutionShape shape)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, shape.InputChannels * shape.KernelHeight * shape.KernelWidth).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static float[] Run(IConvolutionKernel kernel, int channels, int window, int[] rows)
    {
        var random = new Random(1);
        float[] image = [.. Enumerable.Range(0, Size * Size * channels).Select(_ => random.NextSingle() - 0.5f), .. new float[KernelConstants.SlackFloats]];
        float[] result = [.. Enumerable.Repeat(42f, Rows(window).Length), .. new float[KernelConstants.SlackFloats]];
        kernel.Run(image, Size, 0, rows, result, [.. rows.Select(row => Array.IndexOf(Rows(window), row))], default);
        return result[..Rows(window).Length];
    }
}
