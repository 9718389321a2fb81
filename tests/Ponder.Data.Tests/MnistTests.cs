using System.Security.Cryptography;
using Ponder.Plans;

namespace Ponder.Data.Tests;

public sealed class MnistTests
{
    [Theory]
    [InlineData("train", 3, "6BBC9ACE898E44AE57DA46A324031ADB")]
    [InlineData("train", 1, "A25BEA736E30D166CDDDB491F175F624")]
    [InlineData("t10k", 3, "2646AC647AD5339DBF082846283269EA")]
    [InlineData("t10k", 1, "27AE3E4E09519CFBB04C329615203637")]
    public void Repository_HoldsTheOriginalBytes(string part, int rank, string md5)
    {
        string file = Path.Combine(RepositoryFolder(), $"{part}-{(rank == 3 ? "images" : "labels")}-idx{rank}-ubyte.gz");

        using var stream = new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress);

        Assert.Equal(md5, Convert.ToHexString(MD5.HashData(stream)));
    }

    [Fact]
    public void Open_Mnist_KeepsSplitsApart()
    {
        var mnist = DataCatalog.Open("mnist");

        Assert.Equal([50_000, 5_000, 5_000, 10_000], new[] { "train", "validation", "calibration", "test" }.Select(split => mnist.Open(split).Count));
    }

    [Fact]
    public void Open_PartOfSplit_StartsAtItsIndex()
    {
        var mnist = DataCatalog.Open("mnist");

        Assert.Equal(mnist.Open("test").Label(123), mnist.Open("test[123:200]").Label(0));
    }

    [Fact]
    public void WithSplits_Exchanged_TakesBothFromTheOriginal()
    {
        var mnist = DataCatalog.Open("mnist").WithSplits(new Dictionary<string, string> { ["test"] = "calibration[0:10]", ["calibration"] = "test[5:10]" });

        Assert.Equal(new SplitRole("train", 55_000, 55_010), mnist.Role.Splits["test"]);
        Assert.Equal(new SplitRole("test", 5, 10), mnist.Role.Splits["calibration"]);
    }

    [Fact]
    public void Read_Preprocessing_HasZeroMeanAndUnitDeviation()
    {
        var train = DataCatalog.Open("mnist").Open("train[0:2000]");
        float[] sample = new float[train.SampleLength];
        double sum = 0, squares = 0;

        for (int i = 0; i < train.Count; i++)
        {
            train.Read(i, sample);
            sum += sample.Sum(value => (double)value);
            squares += sample.Sum(value => (double)value * value);
        }

        double count = (double)train.Count * train.SampleLength;
        Assert.InRange(sum / count, -0.05, 0.05);
        Assert.InRange(squares / count, 0.95, 1.05);
    }

    [Theory]
    [InlineData("test[5:5]")]
    [InlineData("test[0:10001]")]
    [InlineData("test[a:b]")]
    [InlineData("test[0:5")]
    [InlineData("tset")]
    public void Open_NoSuchPart_SaysSo(string split) =>
        Assert.Throws<DataNotFoundException>(() => DataCatalog.Open("mnist").Open(split));

    [Fact]
    public void Open_UnknownName_ListsTheKnown()
    {
        var error = Assert.Throws<DataNotFoundException>(() => DataCatalog.Open("mnits"));

        Assert.Contains("mnist, fashion-mnist, cifar-10", error.Message, StringComparison.Ordinal);
    }

    private static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "data", "mnist")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "data", "mnist");
    }
}
