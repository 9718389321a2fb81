using System.Buffers.Binary;
using Ponder.Data.Faces;

namespace Ponder.Data.Tests;

public sealed class FaceDataTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _reports = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WithoutScenes_KeepsTenBackgroundsToAFace()
    {
        WritePair("train", faces: 600, backgrounds: 6_000, shade: 1);

        var test = Open().Open("test");

        Assert.Equal((1_100, 100), (test.Count, Enumerable.Range(0, test.Count).Sum(test.Label)));
    }

    [Fact]
    public void Open_WithoutScenes_SaysHowManyFacesAreLeftOut()
    {
        WritePair("train", faces: 600, backgrounds: 6_000, shade: 1);

        Open();

        Assert.Contains("faces24 train: 377 of 400 faces are kept, as 10 backgrounds to each are needed and there are 3,772; more are cut from photographs in scenes240", _reports);
    }

    [Fact]
    public void Open_WithScenes_KeepsEveryFace()
    {
        WritePair("train", faces: 600, backgrounds: 6_000, shade: 1);
        WriteScenes(count: 480);

        Assert.Equal(11 * 400, Open().Open("train").Count);
        Assert.Empty(_reports);
    }

    [Fact]
    public void Open_TestPair_IsTheTestSplit()
    {
        WritePair("train", faces: 600, backgrounds: 6_000, shade: 1);
        WritePair("test", faces: 30, backgrounds: 300, shade: 2);

        var test = Open().Open("test");

        Assert.Equal(330, test.Count);
        Assert.All(Enumerable.Range(0, test.Count), i => Assert.Equal(2, test.Pixels(i)[0]));
    }

    [Fact]
    public void Open_TestPair_LeavesTheWholeOtherPairToTraining()
    {
        WritePair("train", faces: 600, backgrounds: 20_000, shade: 1);
        WritePair("test", faces: 30, backgrounds: 300, shade: 2);

        var data = Open();

        Assert.Equal([480, 60, 60], new[] { "train", "validation", "calibration" }.Select(split => data.Open(split).Count / 11));
    }

    [Fact]
    public void Open_TestPairWithScenes_CalibratesWithNoBackgroundOfTheTestPhotographs()
    {
        WritePair("train", faces: 60, backgrounds: 6_000, shade: 1);
        WritePair("test", faces: 30, backgrounds: 300, shade: 2);
        WriteScenes(count: 60);

        var calibration = Open().Open("calibration");

        Assert.All(Enumerable.Range(0, calibration.Count), i => Assert.InRange(Position(calibration, i), 0, 4_999));
    }

    [Fact]
    public void Open_LabelOfNeither_SaysWhich()
    {
        WritePair("train", faces: 10, backgrounds: 10, shade: 1, background: 2);

        Assert.Contains("expected labels 0 and 1, got 2", Assert.Throws<DataFormatException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFiles_SaysWhereTheyComeFrom() => Assert.EndsWith(
        "found none; it comes from OlegTheCat/face-detection-data on GitHub", Assert.Throws<DataNotFoundException>(Open).Message, StringComparison.Ordinal);

    private DataSet Open() => FaceData.Open("faces24", _folder.Path, _reports.Add);

    // The first pixel tells the pair, the next four the position among the faces or backgrounds.
    private void WritePair(string part, int faces, int backgrounds, byte shade, byte background = 0)
    {
        int count = faces + backgrounds;
        byte[] pixels = new byte[count * 576], labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            pixels[i * 576] = shade;
            BinaryPrimitives.WriteInt32LittleEndian(pixels.AsSpan((i * 576) + 1), i < faces ? i : i - faces);
            labels[i] = i < faces ? (byte)1 : background;
        }

        _folder.Write($"faces24/{part}-images-idx3-ubyte", [0, 0, 8, 3, .. BigEndian(count), .. BigEndian(24), .. BigEndian(24), .. pixels]);
        _folder.Write($"faces24/{part}-labels-idx1-ubyte", [0, 0, 8, 1, .. BigEndian(count), .. labels]);
    }

    private static int Position(SplitSource samples, int index) => BinaryPrimitives.ReadInt32LittleEndian(samples.Pixels(index)[1..]);

    private void WriteScenes(int count)
    {
        for (int i = 0; i < count; i++)
            _folder.Write($"scenes240/{i:D3}.pgm", [.. "P5\n48 36\n255\n"u8, .. new byte[48 * 36]]);
    }

    private static byte[] BigEndian(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
