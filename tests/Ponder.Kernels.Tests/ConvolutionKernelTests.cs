namespace Ponder.Kernels.Tests;

public sealed class ConvolutionKernelTests
{
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 5, 5, 9 }, { 5, 10, 5, 7 }, { 10, 20, 5, 6 }, { 5, 10, 3, 15 }, { 3, 16, 3, 8 }, { 16, 17, 3, 5 },
        { 15, 65, 1, 4 }, { 64, 84, 1, 1 }, { 640, 10, 1, 1 }, { 8, 3, 3, 7 }, { 16, 64, 3, 9 }, { 4, 130, 3, 3 },
    };

    public static TheoryData<InstructionSet> Sets => [.. InstructionSets.Available];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Run_DenseImage_EqualsDoublePrecision(int inputs, int outputs, int kernel, int size)
    {
        var problem = ConvolutionProblem.Random(inputs, outputs, kernel, size);

        Assert.InRange(problem.NormalisedError(problem.Run(InstructionSets.Best)), 0, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_AnyInstructionSet_IsBitIdenticalToScalar(InstructionSet set)
    {
        var problem = ConvolutionProblem.Random(inputs: 5, outputs: 84, kernel: 3, size: 9);

        Assert.Equal(problem.Run(InstructionSet.Scalar), problem.Run(set));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_ReversedAndSplitList_IsBitIdentical(InstructionSet set)
    {
        var problem = ConvolutionProblem.Random(inputs: 3, outputs: 20, kernel: 3, size: 7);

        Assert.Equal(problem.Run(set), problem.RunInPieces(set, pieceLength: 5));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_SparseList_LeavesOtherRowsUntouched(InstructionSet set)
    {
        var problem = ConvolutionProblem.Random(inputs: 3, outputs: 10, kernel: 3, size: 7);
        float[] dense = problem.Run(set);

        float[] sparse = problem.Run(set, keep: row => row % 3 == 0, initial: 42);

        for (int i = 0; i < sparse.Length; i++)
            Assert.Equal(i / 10 % 3 == 0 ? dense[i] : 42, sparse[i]);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_WindowsCutAtTheImage_EqualWindowsOverZeros(InstructionSet set)
    {
        const int Size = 6, Pitch = Size + 2, Inputs = 3, Outputs = 20;
        var random = new Random(5);
        float[] Fill(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        var kernel = new ConvolutionKernel(new ConvolutionShape(Inputs, Outputs, 3, 3), Fill(Inputs * Outputs * 9), Fill(Outputs), set);
        float[] image = new float[(Pitch * Pitch * Inputs) + KernelConstants.SlackFloats];
        for (int y = 1; y <= Size; y++)
            Fill(Size * Inputs).CopyTo(image, ((y * Pitch) + 1) * Inputs);
        int[] to = [.. Enumerable.Range(0, Size * Size)], from = [.. to.Select(row => (row / Size * Pitch) + (row % Size))];
        float[] whole = new float[Size * Size * Outputs], cut = new float[Size * Size * Outputs];
        var groups = to.Select(row => new RowGroup(1, Part(row / Size, row % Size, Size))).ToArray();

        kernel.Run(image, Pitch, 0, from, whole, to, default);
        kernel.Run(image, Pitch, 0, from, cut, to, default, groups);

        Assert.Equal(whole, cut);

        static WindowPart Part(int y, int x, int size) => new(
            y == 0 ? 1 : 0, y == 0 || y == size - 1 ? 2 : 3, x == 0 ? 1 : 0, x == 0 || x == size - 1 ? 2 : 3);
    }

    [Theory]
    [InlineData(2, 0, 3)] // more rows than the list has
    [InlineData(1, 1, 3)] // a part that leaves the window
    public void Run_GroupsThatDoNotFit_AreRefused(int count, int firstRow, int rows)
    {
        var kernel = new ConvolutionKernel(new ConvolutionShape(1, 1, 3, 3), new float[9], []);
        var group = new RowGroup(count, new WindowPart(firstRow, rows, 0, 3));

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[64], 4, 0, [0, 1], new float[2], [0, 1], default, [group, group]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Run_Groups_EqualWeightsWithZerosBetweenThem(InstructionSet set)
    {
        const int Inputs = 6, Outputs = 46, Groups = 2, Taps = 9, Pitch = 5;
        var random = new Random(5);
        float[] Fill(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        float[] image = [.. Fill(Pitch * Pitch * Inputs), .. new float[KernelConstants.SlackFloats]];
        float[] weights = Fill(Outputs * Inputs / Groups * Taps), spread = new float[Outputs * Inputs * Taps], bias = Fill(Outputs);
        for (int output = 0; output < Outputs; output++)
        {
            int length = Inputs / Groups * Taps, group = output / (Outputs / Groups);
            weights.AsSpan(output * length, length).CopyTo(spread.AsSpan(((output * Groups) + group) * length));
        }

        int[] to = [.. Enumerable.Range(0, 9)], from = [.. to.Select(row => (row / 3 * Pitch) + (row % 3))];
        float[] grouped = new float[9 * Outputs], whole = new float[9 * Outputs];
        new ConvolutionKernel(new ConvolutionShape(Inputs, Outputs, 3, 3, Groups: Groups), weights, bias, set).Run(image, Pitch, 0, from, grouped, to, default);
        new ConvolutionKernel(new ConvolutionShape(Inputs, Outputs, 3, 3), spread, bias, set).Run(image, Pitch, 0, from, whole, to, default);

        Assert.Equal(whole, grouped);
    }

    [Fact]
    public void Run_RangeOfAClip_BoundsResults()
    {
        var kernel = new ConvolutionKernel(new ConvolutionShape(1, 3, 1, 1), [1, 10, -1], []);
        float[] result = new float[3];

        kernel.Run([2, .. new float[KernelConstants.SlackFloats]], 1, 0, [0], result, [0], new ConvolutionEpilogue { Range = new(-1, 6) });

        Assert.Equal([2f, 6f, -1f], result);
    }

    [Fact]
    public void Run_ResidualInPlaceWithRelu_AddsBeforeActivation()
    {
        var kernel = new ConvolutionKernel(new ConvolutionShape(1, 2, 1, 1), [1, 1], []);
        float[] image = [2, -9, .. new float[KernelConstants.SlackFloats]];
        float[] state = [1, 2, 3, 4, .. new float[KernelConstants.SlackFloats]];

        kernel.Run(image, 2, 0, [0, 1], state, [0, 1], new ConvolutionEpilogue { Residual = state, Range = ActivationRange.Relu });

        Assert.Equal([3f, 4f, 0f, 0f], state[..4]);
    }

    [Fact]
    public void Run_NotANumber_PassesThrough()
    {
        var kernel = new ConvolutionKernel(new ConvolutionShape(1, 1, 1, 1), [1], []);
        float[] result = new float[1];

        kernel.Run([float.NaN], 1, 0, [0], result, [0], new ConvolutionEpilogue { Range = ActivationRange.Relu });

        Assert.True(float.IsNaN(result[0]));
    }

    [Fact]
    public void Run_EmptyList_DoesNothing()
    {
        var kernel = new ConvolutionKernel(new ConvolutionShape(1, 1, 3, 3), new float[9], []);

        Assert.Null(Record.Exception(() => kernel.Run([], 1, 0, [], [], [], default)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    [InlineData(3, 0)]
    public void Run_PixelOutsideBuffer_IsRefused(int from, int to)
    {
        var kernel = new ConvolutionKernel(new ConvolutionShape(1, 1, 1, 1), [1], []);

        Assert.Throws<ArgumentException>(() => kernel.Run(new float[3], 3, 0, [from], new float[1], [to], default));
    }

    [Fact]
    public void Constructor_WrongWeightCount_SaysExpectedAndGot()
    {
        var error = Assert.Throws<ArgumentException>(() => new ConvolutionKernel(new ConvolutionShape(2, 3, 3, 3), new float[53], []));

        Assert.Contains("expected 54 floats, got 53", error.Message, StringComparison.Ordinal);
    }
}
