using Ponder.Cli.Mapping;

namespace Ponder.Cli.Tests.Mapping;

public sealed class CanvasTests
{
    [Fact]
    public void Write_Letter_IsDrawnDotByDot()
    {
        var canvas = new Canvas(5, 7);
        canvas.Write("T", 0, 0, width: 6, scale: 1);

        Assert.Equal(["#####", "  #  ", "  #  ", "  #  ", "  #  ", "  #  ", "  #  "], Rows(canvas));
    }

    [Fact]
    public void Write_TooLong_EndsInDots()
    {
        var (cut, dots) = (new Canvas(18, 7), new Canvas(18, 7));
        cut.Write("TTTTT", 0, 0, width: 18, scale: 1);
        dots.Write("T..", 0, 0, width: 18, scale: 1);

        Assert.Equal(dots.Pixels, cut.Pixels);
    }

    [Fact]
    public void Write_OtherLetters_AreQuestionMarks()
    {
        var (foreign, mark) = (new Canvas(6, 7), new Canvas(6, 7));
        foreign.Write("é", 0, 0, width: 6, scale: 1);
        mark.Write("?", 0, 0, width: 6, scale: 1);

        Assert.Equal(mark.Pixels, foreign.Pixels);
    }

    [Fact]
    public void Fill_OverTheEdge_IsCutThere()
    {
        var canvas = new Canvas(3, 2);
        canvas.Fill(-1, -1, 2, 2, (0, 0, 0));
        canvas.Fill(2, 1, 9, 9, (0, 0, 0));

        Assert.Equal(["#  ", "  #"], Rows(canvas));
    }

    [Fact]
    public void Resized_Half_IsTheMean()
    {
        var canvas = new Canvas(2, 2);
        canvas.Fill(0, 0, 1, 2, (55, 55, 55));

        Assert.Equal((155, 155, 155), canvas.Resized(1, 1).Pixel(0, 0));
    }

    [Fact]
    public void Resized_Larger_RepeatsPixels()
    {
        var canvas = new Canvas(2, 1);
        canvas.Fill(0, 0, 1, 1, (0, 0, 0));

        Assert.Equal(["##  ", "##  "], Rows(canvas.Resized(4, 2)));
    }

    private static string[] Rows(Canvas canvas) => [.. Enumerable.Range(0, canvas.Height).Select(y =>
        string.Concat(Enumerable.Range(0, canvas.Width).Select(x => canvas.Pixel(x, y).Red == 0 ? '#' : ' ')))];
}
