using Ponder.Data.Pictures;

namespace Ponder.Data.Tests;

public sealed class PictureDataTests : IDisposable
{
    private static readonly PictureForm Form = new(3, 4, 4);
    private readonly ScratchFolder _folder = new();
    private readonly List<string> _reports = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FolderOfClasses_DealsEveryFileOnce()
    {
        WriteClass("cat", 60);
        WriteClass("dog", 60);
        var data = Open();

        Assert.Equal(["cat", "dog"], data.Labels);
        Assert.Equal(120, data.Role.Splits.Values.Sum(split => split.EndExclusive - split.Start));
        Assert.InRange(data.Open("train").Count, 70, 98);
    }

    [Fact]
    public void Open_Folder_KeepsAFileInItsSplitWhateverItsName()
    {
        WriteClass("cat", 40);
        var before = Pixels(Open().Open("train"));
        foreach (string file in Directory.GetFiles(Path.Combine(_folder.Path, "cat")))
            File.Move(file, Path.Combine(Path.GetDirectoryName(file)!, "renamed-" + Path.GetFileName(file)));

        Assert.Equal(before, Pixels(Open().Open("train")));
    }

    [Fact]
    public void Open_Parts_AreKeptAndValIsHalved()
    {
        foreach (var (part, count) in new[] { ("train", 10), ("val", 8), ("test", 6) })
            WriteClass(part + "/cat", count);
        var data = Open();

        Assert.Equal([10, 4, 4, 6], new[] { "train", "validation", "calibration", "test" }.Select(split => data.Open(split).Count));
    }

    [Fact]
    public void Open_PartsWithoutTest_TestsOnValAndTakesTheRestFromTrain()
    {
        WriteClass("train/cat", 20);
        WriteClass("val/cat", 5);
        var data = Open();

        Assert.Equal([16, 2, 2, 5], new[] { "train", "validation", "calibration", "test" }.Select(split => data.Open(split).Count));
    }

    [Fact]
    public void Open_SplitWithoutSamples_IsRefused()
    {
        WriteClass("train/cat", 5);
        WriteClass("val/cat", 5);

        Assert.Contains("'calibration'", Assert.Throws<DataNotFoundException>(() => Open().Open("calibration")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyClass_IsTold()
    {
        WriteClass("cat", 10);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "dog"));

        Assert.Equal(["cat", "dog"], Open().Labels);
        Assert.Contains("class 'dog'", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneDamagedPictureInFifty_IsNamedAndLeftOut()
    {
        WriteClass("train/cat", 49);
        WriteClass("val/cat", 2);
        _folder.Write("val/cat/0.png", [1, 2, 3]);
        WriteClass("val/cat", 48, first: 2);
        var data = Open();

        Assert.Equal((50, 50), (data.Open("test").Count, data.Open("test").Count));
        Assert.Contains("0.png", Assert.Single(_reports), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PicturesOfAllKinds_AreReadOrNamed()
    {
        byte[] photo = TestPictures.Encode(TestPictures.Format.Jpeg, 64, 48);
        WriteClass("train/cat", 10);
        WriteClass("val/cat", 95);
        _folder.Write("val/cat/wide.bmp", TestPictures.Gray(10_000, 40, 90));
        _folder.Write("val/cat/turned.jpg", TestPictures.WithExif(photo, isLittle: true, orientation: 6));
        _folder.Write("val/cat/photo.png", TestPictures.Encode(TestPictures.Format.Png, 64, 48));
        _folder.Write("val/cat/small.webp", TestPictures.Encode(TestPictures.Format.Webp, 2, 2));
        _folder.Write("val/cat/cut.jpg", photo[..(photo.Length / 2)]);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "val", "none"));
        var test = Open().Open("test");
        float[] input = new float[test.SampleLength];

        Assert.Equal(99, test.Count);
        for (int i = 0; i < test.Count; i++)
            test.Load(i, input);
        Assert.Contains(_reports, line => line.Contains("cut.jpg", StringComparison.Ordinal));
        Assert.Contains(_reports, line => line.Contains("class 'none'", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_ManyDamagedPictures_IsRefused()
    {
        WriteClass("train/cat", 10);
        WriteClass("val/cat", 9);
        _folder.Write("val/cat/bad.jpg", [1, 2, 3]);

        Assert.Contains("1 of 10", Assert.Throws<DataFormatException>(() => Open().Open("test")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ModelWithLabels_NumbersClassesAsItDoes()
    {
        WriteClass("cat", 30);
        var data = DataCatalog.Open(_folder.Path, Form with { Labels = ["dog", "cat"] });

        Assert.Equal(1, data.Open("train").Label(0));
    }

    [Fact]
    public void Open_ClassThatTheModelLacks_IsRefused()
    {
        WriteClass("cow", 3);

        Assert.Throws<DataFormatException>(() => DataCatalog.Open(_folder.Path, Form with { Labels = ["dog", "cat"] }));
    }

    [Fact]
    public void Open_FolderWithoutPictures_IsRefused() => Assert.Throws<DataFormatException>(Open);

    [Fact]
    public void Open_Table_ReadsPathsBesideIt()
    {
        WriteClass("pictures", 40);
        string lines = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"pictures/{i}.bmp,{(i % 2 == 0 ? "even" : "odd")}"));
        string table = _folder.Write("table.csv", System.Text.Encoding.UTF8.GetBytes("path,label\n" + lines));
        var data = DataCatalog.Open(table, Form);

        Assert.Equal(["even", "odd"], data.Labels);
        var train = data.Open("train");
        Assert.All(Enumerable.Range(0, train.Count), i => Assert.Equal(train.Pixels(i)[0] % 2, train.Label(i)));
    }

    [Fact]
    public void Open_TableOfNumbers_HasTheModelsClasses()
    {
        WriteClass("pictures", 10);
        string table = _folder.Write("table.csv", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 10).Select(i => $"pictures/{i}.bmp,{i}"))));

        Assert.Equal(1000, DataCatalog.Open(table, Form with { Classes = 1000 }).Labels.Count);
        Assert.Throws<DataFormatException>(() => DataCatalog.Open(table, Form with { Classes = 9 }));
    }

    [Theory]
    [InlineData("tiny-imagenet-20", 64, 20, 1000)]
    [InlineData("imagenet-sample", 128, 1000, 250)]
    public void Open_NamedPictures_HaveTheirSplits(string name, int side, int classes, int testCount)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(DataCatalog.Root, name)), $"no {name}: set PONDER_DATA to a folder with it");
        var data = DataCatalog.Open(name, new PictureForm(3, side, side) { Classes = classes }, _reports.Add);

        Assert.Equal(classes, data.Labels.Count);
        Assert.Equal(testCount, data.Role.Splits["test"].EndExclusive - data.Role.Splits["test"].Start);
        Assert.Equal(20, data.Open("test[0:20]").Count);
        Assert.Empty(_reports);
    }

    private DataSet Open() => DataCatalog.Open(_folder.Path, Form, _reports.Add);

    // Every picture has bytes of its own, or copies would share a split.
    private void WriteClass(string name, int count, int first = 0)
    {
        for (int i = first; i < first + count; i++)
            _folder.Write($"{name}/{i}.bmp", TestPictures.Bmp(5, 4, (x, y) => ((byte)i, (byte)(x * y), (byte)name.Length)));
    }

    private static byte[] Pixels(SplitSource samples) => [.. Enumerable.Range(0, samples.Count).Select(i => samples.Pixels(i)[0]).Order()];
}
