using System.Security.Cryptography;

namespace Ponder.Data.Tests;

public sealed class FacesTests
{
    private static readonly string[] Splits = ["train", "validation", "calibration", "test"];
    private static readonly Lazy<DataSet?> Installed = new(Open);

    [Fact]
    public void Open_Faces_HasEveryFaceInItsSplit()
    {
        var faces = FacesWithoutTestPair();

        Assert.Equal([9_170, 1_150, 1_150, 2_296], Splits.Select(split => Labels(faces, split).Count(label => label == 1)));
    }

    [Theory]
    [InlineData("train")]
    [InlineData("validation")]
    [InlineData("calibration")]
    [InlineData("test")]
    public void Open_Faces_HasTenBackgroundsToAFace(string split)
    {
        int[] labels = Labels(Faces(), split);

        Assert.Equal(10 * labels.Count(label => label == 1), labels.Count(label => label == 0));
    }

    [Theory]
    [InlineData("train", "validation")]
    [InlineData("train", "calibration")]
    [InlineData("train", "test")]
    [InlineData("validation", "calibration")]
    [InlineData("validation", "test")]
    [InlineData("calibration", "test")]
    public void Open_Faces_HasNoPersonOrPhotographInTwoSplits(string one, string other)
    {
        var faces = FacesWithoutTestPair();

        Assert.Empty(Groups(faces, one).Intersect(Groups(faces, other)));
    }

    [Fact]
    public void Open_Faces_MixesFacesEvenlyIntoEverySplit()
    {
        int[] labels = Labels(Faces(), "test[0:1100]");

        Assert.InRange(labels.Sum(), 70, 130);
    }

    [Fact]
    public void Open_Faces_IsTheSameOnEveryMachine()
    {
        var validation = FacesWithoutTestPair().Open("validation");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        for (int i = 0; i < validation.Count; i++)
            hash.AppendData([.. validation.Pixels(i), (byte)validation.Label(i), .. BitConverter.GetBytes(validation.Group(i))]);

        Assert.Equal("347B044B8D71E608EED612A09BB3DAD0806C380E7311E6DBDAF0D6A33F3951D0", Convert.ToHexString(hash.GetHashAndReset()));
    }

    [Fact]
    public void Read_Faces_HasZeroMeanAndUnitDeviation()
    {
        var train = FacesWithoutTestPair().Open("train[0:10000]");
        float[] sample = new float[train.SampleLength];
        double sum = 0, squares = 0;

        for (int i = 0; i < train.Count; i++)
        {
            train.Read(i, sample);
            sum += sample.Sum(value => (double)value);
            squares += sample.Sum(value => (double)value * value);
        }

        double count = (double)train.Count * train.SampleLength;
        Assert.Equal(0, sum / count, tolerance: 0.02);
        Assert.Equal(1, squares / count, tolerance: 0.02);
    }

    private static int[] Labels(DataSet faces, string split)
    {
        var samples = faces.Open(split);
        return [.. Enumerable.Range(0, samples.Count).Select(samples.Label)];
    }

    private static int[] Groups(DataSet faces, string split)
    {
        var samples = faces.Open(split);
        return [.. Enumerable.Range(0, samples.Count).Select(samples.Group).Distinct()];
    }

    private static DataSet FacesWithoutTestPair()
    {
        Assert.SkipWhen(File.Exists(Path.Combine(DataCatalog.Root, "faces24", "test-images-idx3-ubyte")), "another test split lies beside the files");
        return Faces();
    }

    private static DataSet Faces()
    {
        Assert.SkipWhen(Installed.Value is null, "no faces: set PONDER_DATA to a folder with faces24 and scenes240");
        return Installed.Value;
    }

    private static DataSet? Open() => Directory.Exists(Path.Combine(DataCatalog.Root, "faces24")) && Directory.Exists(Path.Combine(DataCatalog.Root, "scenes240"))
        ? DataCatalog.Open("faces24")
        : null;
}
