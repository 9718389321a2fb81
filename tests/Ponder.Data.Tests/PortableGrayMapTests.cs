using System.Text;
using Ponder.Data.Pictures;

namespace Ponder.Data.Tests;

public sealed class PortableGrayMapTests
{
    [Fact]
    public void Read_Photograph_HasItsPixels()
    {
        var (pixels, height, width) = PortableGrayMap.Read("P5\n# gray\n3 2\n255\n\n23456"u8.ToArray(), "a.pgm", channels: 1);

        Assert.Equal((3, 2, "\n23456"), (width, height, Encoding.ASCII.GetString(pixels)));
    }

    [Theory]
    [InlineData("P5 3", "expected a PGM header")]
    [InlineData("P5 3 2 65535 ", "at most 255 levels")]
    [InlineData("P5 -3 2 255 ", "expected a PGM header")]
    [InlineData("P5 99999 99999 255 ", "expected 9999800001 pixels, got 0")]
    [InlineData("P5 3 2 255 12345", "expected 6 pixels, got 5")]
    [InlineData("P5 3 2 255 1234567", "expected 6 pixels, got 7")]
    public void Read_BadFile_SaysWhatIsWrong(string content, string expected)
    {
        var error = Assert.Throws<DataFormatException>(() => PortableGrayMap.Read(Encoding.ASCII.GetBytes(content), "a.pgm", channels: 1));

        Assert.StartsWith("a.pgm: expected", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
