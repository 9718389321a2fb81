namespace Ponder.Cli.Tests;

public sealed class DataVerbTests
{
    [Fact]
    public async Task List_NamesEveryDataSet()
    {
        var run = await CommandRun.Of("data", "list");

        Assert.Equal(ExitCodes.Done, run.Code);
        Assert.Contains("train 50,000, validation 5,000, calibration 5,000, test 10,000", run.Output, StringComparison.Ordinal);
        Assert.Contains("fashion-mnist", run.Output, StringComparison.Ordinal);
        Assert.Contains("faces24", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_UnknownName_IsRefused() =>
        (await CommandRun.Of("data", "get", "mnits")).AssertRefused("mnits", "mnist, fashion-mnist, cifar-10");

    [Fact]
    public async Task Get_Faces_SaysWhereTheyAre() =>
        (await CommandRun.Of("data", "get", "faces24")).AssertRefused("faces24", "OlegTheCat/face-detection-data on GitHub");

    [Fact]
    public async Task Get_FromFolderWithoutTheFiles_IsRefused()
    {
        using var folder = new ScratchFolder();
        (await CommandRun.Of("data", "get", "fashion-mnist", "--from", folder.Path)).AssertRefused("train-images-idx3-ubyte", folder.Path);
    }
}
