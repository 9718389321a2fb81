using Ponder.Data.Pictures;

namespace Ponder.Data.Tests;

public sealed class BoxMaskTests
{
    [Fact]
    public void Of_SameSize_ContainsAllFourSides() =>
        Assert.Equal(["....", ".##.", ".##.", "...."], Rows(BoxMask.Of([new(1, 1, 2, 2)], 4, 4, new PictureForm(3, 4, 4)), 4));

    [Fact]
    public void Of_WholePicture_IsInside() => Assert.DoesNotContain(false, BoxMask.Of([new(0, 0, 63, 63)], 64, 64, new PictureForm(3, 32, 32)));

    [Fact]
    public void Of_HalfTheSize_IsWhereThePixelsMiddlesAre() => // at 1, 3, 5, 7 of 8 columns
        Assert.Equal(["##..", "##..", "....", "...."], Rows(BoxMask.Of([new(0, 0, 3, 3)], 8, 8, new PictureForm(3, 4, 4)), 4));

    [Fact]
    public void Of_WidePicture_IsCutAsThePictureIs() => // columns 2 to 5 are seen
        Assert.Equal(["##..", "##..", "##..", "##.."], Rows(BoxMask.Of([new(0, 0, 3, 3)], 4, 8, new PictureForm(3, 4, 4)), 4));

    [Fact]
    public void Of_BoxThatIsCutOff_IsNowhere() => Assert.DoesNotContain(true, BoxMask.Of([new(0, 0, 1, 3)], 4, 8, new PictureForm(3, 4, 4)));

    [Fact]
    public void Of_SizeBeforeTheCut_LeavesTheCenter() => // 8 pixels become 8, of which the middle 4 are seen
        Assert.Equal(["#...", "....", "....", "...."], Rows(BoxMask.Of([new(0, 0, 2, 2)], 8, 8, new PictureForm(3, 4, 4) { Size = 8 }), 4));

    [Fact]
    public void Of_TwoBoxes_IsEither() =>
        Assert.Equal(["#...", "....", "....", "...#"], Rows(BoxMask.Of([new(0, 0, 0, 0), new(3, 3, 9, 9)], 4, 4, new PictureForm(3, 4, 4)), 4));

    [Fact]
    public void Of_WhitePatch_IsWhereThePatchArrives()
    {
        var form = new PictureForm(1, 8, 8);
        byte[] file = TestPictures.Bmp(32, 16, (x, y) => x is >= 12 and <= 19 && y is >= 4 and <= 7 ? ((byte)255, (byte)255, (byte)255) : ((byte)0, (byte)0, (byte)0));
        byte[] pixels = PictureReader.Read(file, "patch.bmp", form);

        Assert.Equal(pixels.Select(pixel => pixel > 127), BoxMask.Of([new(12, 4, 19, 7)], 16, 32, form));
    }

    private static string[] Rows(bool[] mask, int width) => [.. mask.Chunk(width).Select(row => string.Concat(row.Select(isInside => isInside ? '#' : '.')))];
}
