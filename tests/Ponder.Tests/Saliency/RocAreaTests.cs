using CsCheck;
using Ponder.Saliency;

namespace Ponder.Tests.Saliency;

public sealed class RocAreaTests
{
    [Theory]
    [InlineData(new float[] { 1, 2, 3, 4 }, 1)] // all inside above all outside
    [InlineData(new float[] { 4, 3, 2, 1 }, 0)] // upside down
    [InlineData(new float[] { 7, 7, 7, 7 }, 0.5)] // nothing but ties
    [InlineData(new float[] { 1, 3, 2, 4 }, 0.75)] // 2 beats 1 of 2, 4 both
    [InlineData(new float[] { 1, 2, 2, 3 }, 0.875)] // a tie is half of one of four pairs
    public void Of_TwoOutsideTwoInside_IsTheShareOfPairs(float[] scores, double area) =>
        Assert.Equal(area, RocArea.Of(scores, [false, false, true, true]));

    [Fact]
    public void Of_OneInside_IsItsRank() => Assert.Equal(0.625, RocArea.Of([5, 1, 2, 3, 3], [false, false, false, true, false]));

    [Fact]
    public void Of_Infinite_IsAboveAllNumbers() => Assert.Equal(1, RocArea.Of([1, float.PositiveInfinity], [false, true]));

    [Fact]
    public void Of_AnyScoresTurnedAround_IsTheRest() =>
        Gen.Select(Gen.Int[-3, 3], Gen.Bool).Array[2, 30].Where(Mixed).Sample(positions =>
        {
            float[] scores = [.. positions.Select(position => (float)position.Item1)];
            bool[] inside = [.. positions.Select(position => position.Item2)];
            Assert.Equal(1, RocArea.Of(scores, inside) + RocArea.Of([.. scores.Select(score => -score)], inside), tolerance: 1e-12);
        });

    [Fact]
    public void Of_AnyScores_IsThePairwiseCount() =>
        Gen.Select(Gen.Int[-3, 3], Gen.Bool).Array[2, 30].Where(Mixed).Sample(positions =>
        {
            var wins = from inside in positions
                       where inside.Item2
                       from outside in positions
                       where !outside.Item2
                       select inside.Item1 > outside.Item1 ? 1 : inside.Item1 == outside.Item1 ? 0.5 : 0;
            Assert.Equal(wins.Average(), RocArea.Of([.. positions.Select(position => (float)position.Item1)], [.. positions.Select(position => position.Item2)]), tolerance: 1e-12);
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_OneSideOnly_IsRefused(bool isInside) =>
        Assert.Contains("some inside and some outside", Assert.Throws<ArgumentException>(() => RocArea.Of([1, 2], [isInside, isInside])).Message, StringComparison.Ordinal);

    [Fact]
    public void Of_NaN_IsRefused() => Assert.Throws<ArgumentException>(() => RocArea.Of([1, float.NaN], [true, false]));

    [Fact]
    public void Of_OtherLength_IsRefused() => Assert.Throws<ArgumentException>(() => RocArea.Of([1, 2, 3], [true, false]));

    private static bool Mixed((int Score, bool IsInside)[] positions) => positions.Any(position => position.IsInside) && positions.Any(position => !position.IsInside);
}
