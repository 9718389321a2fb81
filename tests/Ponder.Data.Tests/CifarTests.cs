namespace Ponder.Data.Tests;

public sealed class CifarTests
{
    private static readonly Lazy<DataSet?> Installed = new(Open);

    [Fact]
    public void Open_Cifar_KeepsSplitsApart()
    {
        var cifar = Cifar();

        Assert.Equal([45_000, 2_000, 3_000, 10_000], new[] { "train", "validation", "calibration", "test" }.Select(split => cifar.Open(split).Count));
    }

    [Fact]
    public void Open_Cifar_HasTenBalancedClassesInTheTestSplit()
    {
        var test = Cifar().Open("test");

        Assert.All(Enumerable.Range(0, test.Count).CountBy(test.Label), count => Assert.Equal(1_000, count.Value));
    }

    [Fact]
    public void Open_Cifar_FirstTestImageIsTheCatOfTheOriginal()
    {
        var test = Cifar().Open("test");

        Assert.Equal("cat", Cifar().Labels[test.Label(0)]);
        Assert.Equal([158, 159, 165], test.Pixels(0)[..3].ToArray());
    }

    [Fact]
    public void Read_Cifar_IsCentredByImageNetsMean()
    {
        var test = Cifar().Open("test");
        float[] sample = new float[test.SampleLength];
        test.Read(0, sample);

        Assert.Equal(((158 / 255f) - 0.485f) / 0.229f, sample[0], 1e-5f);
    }

    private static DataSet Cifar()
    {
        Assert.SkipWhen(Installed.Value is null, "no CIFAR-10: set PONDER_DATA to a folder with cifar-10-batches-bin");
        return Installed.Value!;
    }

    private static DataSet? Open()
    {
        try
        {
            return DataCatalog.Open("cifar-10");
        }
        catch (DataNotFoundException)
        {
            return null;
        }
    }
}
