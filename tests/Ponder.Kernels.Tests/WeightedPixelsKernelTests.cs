using Xunit;

namespace Ponder.Kernels.Tests;

public sealed class WeightedPixelsKernelTests
{
    public static TheoryData<InstructionSet, int> Cases()
    {
        var cases = new TheoryData<InstructionSet, int>();
        foreach (var set in InstructionSets.Available)
        {
            foreach (int channels in new[] { 1, 5, 16, 35 })
                cases.Add(set, channels);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Mask_AddsWeightedPixelsWhereItIsOpen(InstructionSet set, int channels)
    {
        const int Pixels = 71; // two whole blocks of the mask and some more
        var random = new Random(channels);
        float[] pixels = Numbers(random, Pixels * channels), sums = Numbers(random, Pixels * channels), weights = Numbers(random, Pixels);
        byte[] mask = [.. Enumerable.Range(0, Pixels).Select(_ => (byte)random.Next(2))];
        float[] expected = [.. sums.Select((sum, i) => mask[i / channels] == 1 ? float.FusedMultiplyAdd(pixels[i], weights[i / channels], sum) : sum)];

        new WeightedPixelsKernel(channels, set).Run(pixels, weights, sums, mask, sums);

        Assert.Equal(expected, sums);
    }

    [Fact]
    public void Run_NoMask_AddsAll()
    {
        float[] result = new float[4];

        new WeightedPixelsKernel(2).Run([1, 2, 3, 4], [10, 100], [1, 1, 1, 1], [], result);

        Assert.Equal([11, 21, 301, 401], result);
    }

    [Fact]
    public void Run_TooShort_Throws() => Assert.Throws<ArgumentException>(() => new WeightedPixelsKernel(2).Run(new float[4], new float[2], new float[3], [], new float[4]));

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
}
