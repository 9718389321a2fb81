namespace Ponder.Data.Tests;

public sealed class CifarFileTests : IDisposable
{
    private const int RecordLength = 3073;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ponder-cifar-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_TwoFiles_JoinsThemInOrder()
    {
        var images = CifarFile.Read([Write("a", 3, 4), Write("b", 5, 9)], recordsPerFile: 2);

        Assert.Equal([3, 4, 5, 9], Enumerable.Range(0, images.Count).Select(images.Label));
        Assert.Equal((3, 32, 32), (images.Channels, images.Height, images.Width));
    }

    [Fact]
    public void Read_Pixels_AreRedThenGreenThenBlue()
    {
        string path = Write("a", 1);
        byte[] bytes = File.ReadAllBytes(path);
        (bytes[1], bytes[1 + 1024], bytes[1 + 2048]) = (10, 20, 30);
        File.WriteAllBytes(path, bytes);

        var pixels = CifarFile.Read([path], recordsPerFile: 1).Pixels(0);

        Assert.Equal((10, 20, 30), (pixels[0], pixels[1024], pixels[2048]));
    }

    [Fact]
    public void Read_FileOfAnotherSize_SaysHowLargeItShouldBe()
    {
        string path = Write("a", 1, 2);

        var error = Assert.Throws<DataFormatException>(() => CifarFile.Read([path], recordsPerFile: 3));

        Assert.Equal($"{path}: expected 9219 bytes for 3 records of 3073, got 6146", error.Message);
    }

    [Fact]
    public void Read_LabelThatIsNoClass_SaysWhichRecord()
    {
        string path = Write("a", 1, 10);

        var error = Assert.Throws<DataFormatException>(() => CifarFile.Read([path], recordsPerFile: 2));

        Assert.Equal($"{path}: record 1: expected a class of 0 to 9, got 10", error.Message);
    }

    private string Write(string name, params byte[] labels)
    {
        byte[] bytes = new byte[labels.Length * RecordLength];
        for (int i = 0; i < labels.Length; i++)
            bytes[i * RecordLength] = labels[i];
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
