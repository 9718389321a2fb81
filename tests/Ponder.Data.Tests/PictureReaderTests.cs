using Ponder.Data.Pictures;

namespace Ponder.Data.Tests;

public sealed class PictureReaderTests
{
    private static readonly PictureForm Color = new(3, 4, 4), Luma = new(1, 4, 4);

    [Fact]
    public void Read_PictureOfTheInputsSize_KeepsItsPixels()
    {
        byte[] pixels = Read(TestPictures.Bmp(4, 4, (x, y) => ((byte)x, (byte)y, (byte)(x + y))), Color);

        Assert.Equal([0, 1, 2, 3], pixels[..4]);
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], pixels[16..24]);
    }

    [Fact]
    public void Read_WidePicture_CutsTheCenterOut()
    {
        byte[] pixels = Read(TestPictures.Bmp(8, 4, (x, _) => ((byte)(x * 10), 0, 0)), Color);

        Assert.Equal([20, 30, 40, 50], pixels[..4]);
    }

    [Fact]
    public void Read_LargePicture_AveragesWhatBecomesOnePixel()
    {
        byte[] pixels = Read(TestPictures.Bmp(64, 64, (x, y) => ((byte)(255 * ((x + y) % 2)), 0, 0)), Color);

        Assert.All(pixels[..16], value => Assert.InRange(value, 126, 129));
    }

    [Fact]
    public void Read_Size_ScalesTheShortSideBeforeCutting()
    {
        byte[] pixels = Read(TestPictures.Bmp(16, 16, (x, _) => ((byte)(x * 10), 0, 0)), Color with { Size = 8 });

        Assert.Equal([45, 65, 85, 105], pixels[..4]); // columns 4 to 11, two by two, and the triangle's sides cancel
    }

    [Fact]
    public void Read_SmallPicture_IsEnlarged() => Assert.All(Read(TestPictures.Gray(2, 3, 77), Color), value => Assert.Equal(77, value));

    [Fact]
    public void Read_ColorsForAModelOfGray_BecomeLuma() =>
        Assert.All(Read(TestPictures.Bmp(4, 4, (_, _) => (0, 255, 0)), Luma), value => Assert.InRange(value, 148, 151));

    [Fact]
    public void Read_TenThousandPixelsWide_Works() =>
        Assert.All(Read(TestPictures.Gray(10_000, 20, 200), Color), value => Assert.Equal(200, value));

    [Theory]
    [InlineData("text")]
    [InlineData("BM and then nothing of use")]
    public void Read_NoPicture_IsRefused(string content) =>
        Assert.Contains("do not decode", Refuse(System.Text.Encoding.ASCII.GetBytes(content)), StringComparison.Ordinal);

    [Fact]
    public void Read_JpegWithoutAnEnd_IsRefused() =>
        Assert.Contains("without an end", Refuse(TestPictures.Exif(isLittle: true, 1)), StringComparison.Ordinal);

    [Theory]
    [InlineData(true, 6, 6)]
    [InlineData(false, 8, 8)]
    [InlineData(true, 9, 1)]
    public void Of_ExifSegment_ReadsTheOrientation(bool isLittle, int stored, int expected) =>
        Assert.Equal(expected, ExifOrientation.Of(TestPictures.Exif(isLittle, (ushort)stored)));

    [Fact]
    public void Of_CutExifSegment_IsUpright()
    {
        byte[] file = TestPictures.Exif(isLittle: true, 6);

        Assert.All(Enumerable.Range(0, 36), length => Assert.Equal(1, ExifOrientation.Of(file.AsSpan(0, length))));
    }

    [Theory]
    [InlineData(2, "ba dc fe")]
    [InlineData(3, "fe dc ba")]
    [InlineData(4, "ef cd ab")]
    [InlineData(5, "ace bdf")]
    [InlineData(6, "eca fdb")]
    [InlineData(7, "fdb eca")]
    [InlineData(8, "bdf ace")]
    public void Upright_EveryOrientation_TurnsThePicture(int orientation, string expected)
    {
        var upright = new Bitmap([.. "abcdef"u8], 1, Height: 3, Width: 2).Upright(orientation);

        string rows = string.Join(' ', upright.Pixels.Chunk(upright.Width).Select(System.Text.Encoding.ASCII.GetString));
        Assert.Equal(expected, rows);
    }

    private static byte[] Read(byte[] file, PictureForm form) => PictureReader.Read(file, "picture", form);

    private static string Refuse(byte[] file) => Assert.Throws<DataFormatException>(() => Read(file, Color)).Message;
}
