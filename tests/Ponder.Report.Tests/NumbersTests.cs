using Ponder.Report.Html;

namespace Ponder.Report.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.0123, "0.0123")]
    [InlineData(0.1234, "0.123")]
    [InlineData(1.234, "1.23")]
    [InlineData(12.34, "12.3")]
    [InlineData(1234, "1,234")]
    [InlineData(double.NaN, "–")]
    public void Significant_Value_KeepsThreeDigits(double value, string expected) => Assert.Equal(expected, Numbers.Significant(value));

    [Theory]
    [InlineData(950, "950")]
    [InlineData(69_300, "69.3 k")]
    [InlineData(1.234e6, "1.23 M")]
    [InlineData(4.1e9, "4.10 G")]
    public void Macs_Value_TakesItsPrefix(double value, string expected) => Assert.Equal(expected, Numbers.Macs(value));

    [Fact]
    public void Percent_Nothing_IsADash() => Assert.Equal("–", Numbers.Percent(null));
}
