using Ponder.Data;

namespace Ponder.Cli.Tests;

/// <summary>Data sets that not every machine has.</summary>
internal static class TestData
{
    private static readonly Lazy<DataSet?> Cifar = new(() => Find("cifar-10"));

    /// <summary>Skips a test where CIFAR-10 is not at hand.</summary>
    public static void SkipWithoutCifar() =>
        Assert.SkipWhen(Cifar.Value is null, $"no CIFAR-10: set {DataCatalog.EnvironmentVariable} to a folder with cifar-10-batches-bin");

    private static DataSet? Find(string name)
    {
        try
        {
            return DataCatalog.Open(name);
        }
        catch (DataNotFoundException)
        {
            return null;
        }
    }
}
