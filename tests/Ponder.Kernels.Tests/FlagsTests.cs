using Xunit;

namespace Ponder.Kernels.Tests;

public sealed class FlagsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(61)]
    public void Less_AnyLength_ComparesEveryNumber(int length)
    {
        var random = new Random(1);
        float[] numbers = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())];
        byte[] flags = new byte[length];

        Flags.Less(numbers, 0.5f, flags);

        Assert.Equal(numbers.Select(number => number < 0.5f ? (byte)1 : (byte)0), flags);
    }

    [Fact]
    public void Less_LimitOrNoNumber_IsNotBelow()
    {
        byte[] flags = new byte[16];

        Flags.Less([.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? 1f : float.NaN)], 1, flags);

        Assert.All(flags, flag => Assert.Equal(0, flag));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(61)]
    public void ToFloats_AnyLength_MakesOnesAndZeros(int length)
    {
        byte[] flags = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 3 == 0 ? 1 : 0))];
        float[] numbers = new float[length];

        Flags.ToFloats(flags, numbers);

        Assert.Equal(flags.Select(flag => (float)flag), numbers);
    }

    [Fact]
    public void Less_LengthsDiffer_Throws() => Assert.Throws<ArgumentException>(() => Flags.Less(new float[2], 0, new byte[3]));

    [Fact]
    public void AtLeast_BelowAtAboveAndNoNumber_SaysWhichReachTheLimit()
    {
        float[] numbers = [.. Enumerable.Repeat<float[]>([0, 1, 2, float.NaN], 5).SelectMany(four => four)];
        byte[] flags = new byte[20];

        Flags.AtLeast(numbers, 1, flags);

        Assert.Equal(Enumerable.Repeat<byte[]>([0, 1, 1, 0], 5).SelectMany(four => four), flags);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(61)]
    public void Choose_AnyLength_TakesEachNumberFromItsPlace(int length)
    {
        byte[] flags = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 3 == 0 ? 1 : 0))];
        float[] accepted = [.. Enumerable.Range(0, length).Select(i => (float)i)], refused = [.. accepted.Select(number => -number)];

        Flags.Choose(flags, accepted, refused, refused);

        Assert.Equal(accepted.Select(number => number % 3 == 0 ? number : -number), refused);
    }

    [Fact]
    public void Choose_LengthsDiffer_Throws() =>
        Assert.Throws<ArgumentException>(() => Flags.Choose(new byte[3], new float[3], new float[2], new float[3]));
}
