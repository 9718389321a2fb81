using Ponder.Cli.Mapping;
using Ponder.Halting;

namespace Ponder.Cli.Tests.Mapping;

public sealed class CostScaleTests
{
    [Fact]
    public void Of_Masks_HaveNoRemainder() => Assert.Equal(5, CostScale.Of(HaltingKind.Mask, Block(5)).Most);

    [Fact]
    public void Ticks_FiveUnits_AreWholeCostsFromOneToTheDearest() => Assert.Equal([1, 2, 3, 4, 5, 6], CostScale.Of(HaltingKind.Position, Block(5)).Ticks());

    [Fact]
    public void Ticks_SumOfLongBlocks_AreFew() => Assert.Equal([3, 12, 21, 30, 39, 48, 57], CostScale.Of(HaltingKind.Position, Block(18), Block(18), Block(18)).Ticks());

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3.5, 0.5)]
    [InlineData(6, 1)]
    public void Fraction_OfACost_IsItsPlace(double cost, double fraction) => Assert.Equal(fraction, CostScale.Of(HaltingKind.Position, Block(5)).Fraction(cost));

    private static HaltingBlockRole Block(int units) => new("block", units, "block.ponder", []);
}
