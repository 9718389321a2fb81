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

    [Theory]
    [InlineData(1, 48, 64)]
    [InlineData(6, 64, 48)]
    public void ReadSize_HeldPicture_IsUpright(int orientation, int height, int width)
    {
        using var folder = new ScratchFolder();
        string path = folder.Write("held.jpg", TestPictures.WithExif(TestPictures.Encode(TestPictures.Format.Jpeg, 64, 48), isLittle: true, (ushort)orientation));

        Assert.Equal((height, width), PictureReader.ReadSize(path));
    }

    [Fact]
    public void ReadSize_NoPicture_IsRefused()
    {
        using var folder = new ScratchFolder();

        Assert.Throws<DataFormatException>(() => PictureReader.ReadSize(folder.Write("text.jpg", [1, 2, 3])));
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

    [Theory]
    [InlineData(TestPictures.Format.Jpeg)]
    [InlineData(TestPictures.Format.Png)]
    [InlineData(TestPictures.Format.Webp)]
    public void Read_CutFile_IsRefused(TestPictures.Format format)
    {
        byte[] file = TestPictures.Encode(format, 64, 48);

        Assert.All(Enumerable.Range(0, 16).Select(i => file[..(i * file.Length / 20)]), cut => Assert.Contains("do not decode", Refuse(cut), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TestPictures.Format.Jpeg, 8)]
    [InlineData(TestPictures.Format.Png, 0)]
    [InlineData(TestPictures.Format.Webp, 16)]
    public void Read_EveryFormat_HasThePixels(TestPictures.Format format, int tolerance)
    {
        byte[] pixels = Read(TestPictures.Encode(format, 64, 48), new PictureForm(3, 48, 64));

        Assert.All(Enumerable.Range(0, 48 * 64), i => Assert.InRange(pixels[i], TestPictures.Red(i % 64) - tolerance, TestPictures.Red(i % 64) + tolerance));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_ExifOrientation_TurnsThePicture(bool isLittle)
    {
        byte[] stored = TestPictures.Encode(TestPictures.Format.Jpeg, 64, 48);

        byte[] turned = Read(TestPictures.WithExif(stored, isLittle, orientation: 6), new PictureForm(1, 64, 48)); // stored rows are columns from the right

        byte[] upright = Read(stored, new PictureForm(1, 48, 64));
        Assert.All(Enumerable.Range(0, 48 * 64), i => Assert.Equal(upright[((47 - (i % 48)) * 64) + (i / 48)], turned[i]));
    }

    [Fact]
    public void Read_PictureOfAbsurdSize_IsRefused() => Assert.Contains("pixels", Refuse(TestPictures.BmpHeader(60_000, 60_000)), StringComparison.Ordinal);

    [Fact]
    public void Read_MorePixelsThanAsked_IsRefusedBeforeItIsDecoded()
    {
        byte[] whole = TestPictures.Encode(TestPictures.Format.Png, 64, 48);

        Assert.NotEmpty(PictureReader.Read(whole, "picture", Color, maxPixels: 64 * 48));
        string error = Assert.Throws<DataFormatException>(() => PictureReader.Read(whole[..60], "picture", Color, maxPixels: (64 * 48) - 1)).Message; // the rest is not looked at
        Assert.Equal("picture: expected a picture of at most 3,071 pixels, got 64 x 48", error);
    }

    [Fact]
    public void IsPicture_FirstBytes_AreThoseOfAKnownFormat()
    {
        Assert.All(Enum.GetValues<TestPictures.Format>(), format => Assert.True(PictureReader.IsPicture(TestPictures.Encode(format, 4, 4))));
        Assert.True(PictureReader.IsPicture(TestPictures.Gray(4, 4, 1)));
        Assert.All(new[] { "", "B", "RIFF....WAVE", "GIF89a" }, text => Assert.False(PictureReader.IsPicture(System.Text.Encoding.ASCII.GetBytes(text))));
    }

    [Fact]
    public void Read_DamagedFiles_AreReadOrRefused()
    {
        var random = new Random(1);
        foreach (var format in Enum.GetValues<TestPictures.Format>())
        {
            byte[] whole = TestPictures.Encode(format, 16, 12);
            for (int i = 0; i < 300; i++)
            {
                byte[] file = [.. whole];
                for (int flips = random.Next(1, 8); flips > 0; flips--)
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                if (Record.Exception(() => Read(file, Color)) is { } error)
                    Assert.IsType<DataFormatException>(error);
            }
        }
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
