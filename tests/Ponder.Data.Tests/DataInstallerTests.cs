namespace Ponder.Data.Tests;

public sealed class DataInstallerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ponder-adopt-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Adopt_FileMissing_SaysWhich()
    {
        var error = Assert.Throws<DataNotFoundException>(() => DataInstaller.Adopt("cifar-10", _folder.FullName));

        Assert.Equal($"data 'cifar-10': expected data_batch_1.bin in {_folder.FullName}, found none", error.Message);
    }

    [Fact]
    public void Adopt_FileOfAnotherSize_LeavesNothingBehind()
    {
        string file = Path.Combine(_folder.FullName, "data_batch_1.bin");
        File.WriteAllBytes(file, new byte[3073]);

        var error = Assert.Throws<DataFormatException>(() => DataInstaller.Adopt("cifar-10", _folder.FullName));

        Assert.Equal($"{file}: expected 30730000 bytes for 10000 records of 3073, got 3073", error.Message);
        Assert.False(Directory.Exists(Path.Combine(DataCatalog.Root, "cifar-10-batches-bin.partial")));
    }
}
