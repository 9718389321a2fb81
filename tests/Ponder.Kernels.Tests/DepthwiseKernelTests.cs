namespace Ponder.Kernels.Tests;

public sealed class DepthwiseKernelTests
{
    private const int Size = 7;

    public static MatrixTheoryData<int, int, InstructionSet> Cases =>
        new([1, 3, 4, 8, 15, 16, 24, 37, 64], [1, 3, 5], InstructionSets.Available);

    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Available];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_AnyChannelsAndWindow_EqualsSumsInOrder(int channels, int kernel, InstructionSet set)
    {
        var problem = new DepthwiseProblem(channels, kernel, Size);

        Assert.Equal(problem.Expected(), problem.Run(set, [.. Enumerable.Range(0, Size * Size)]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_SparseList_LeavesOtherRowsUntouched(InstructionSet set)
    {
        var problem = new DepthwiseProblem(channels: 20, kernel: 3, Size);
        float[] expected = problem.Expected();

        float[] sparse = problem.Run(set, [.. Enumerable.Range(0, Size * Size).Where(row => row % 3 == 0).Reverse()], initial: 42);

        for (int i = 0; i < sparse.Length; i++)
            Assert.Equal(i / 20 % 3 == 0 ? expected[i] : 42, sparse[i]);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_PartOfTheWindow_SumsOnlyIt(InstructionSet set)
    {
        float[] image = [1, 2, 4, 8, .. new float[KernelConstants.SlackFloats]];
        var kernel = new DepthwiseKernel(new DepthwiseShape(1, 2, 2), [1, 10, 100, 1000], [0.5f], set);
        float[] result = new float[2];

        kernel.Run(image, 2, 0, [0, 0], result, [0, 1], default, [new(1, new(0, 1, 1, 1)), new(1, new(0, 2, 0, 1))]);

        Assert.Equal([20.5f, 401.5f], result);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_ResidualAndRange_AddsBeforeActivation(InstructionSet set)
    {
        var kernel = new DepthwiseKernel(new DepthwiseShape(2, 1, 1), [1, 1], [], set);
        float[] image = [2, -9, 3, float.NaN, .. new float[KernelConstants.SlackFloats]];
        float[] state = [1, 2, 4, 4, .. new float[KernelConstants.SlackFloats]];

        kernel.Run(image, 2, 0, [0, 1], state, [0, 1], new ConvolutionEpilogue { Residual = state, Range = new(0, 6) });

        Assert.Equal([3f, 0f, 6f, float.NaN], state[..4]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    [InlineData(3, 0)]
    public void Run_PixelOutsideBuffer_IsRefused(int from, int to)
    {
        var kernel = new DepthwiseKernel(new DepthwiseShape(1, 1, 1), [1], []);

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[3], 3, 0, [from], new float[1], [to], default));
    }

    [Fact]
    public void Constructor_WrongWeightCount_SaysExpectedAndGot()
    {
        var error = Assert.Throws<ArgumentException>(() => new DepthwiseKernel(new DepthwiseShape(3, 3, 3), new float[26], []));

        Assert.Contains("expected 27 floats, got 26", error.Message, StringComparison.Ordinal);
    }
}
