using System.Text.Json;

namespace Ponder.Cli.Tests;

public sealed class InspectVerbTests
{
    [Fact]
    public async Task Inspect_BranchyLeNet_ShowsExitsSegmentsAndGates()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("inspect", TestModels.BranchyLeNet(folder));

        Assert.Equal(ExitCodes.Done, run.Code);
        Snapshot.AssertEqual("inspect", run.Output.Replace(folder.Path, "FOLDER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_Json_CountsTheMacsOfTheReleasedCode()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("inspect", TestModels.BranchyLeNet(folder), "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(1_140_070, json.RootElement.GetProperty("macs_static").GetInt64());
        Assert.Equal(1_247_720, json.RootElement.GetProperty("macs_max").GetInt64());
        Assert.Equal("exit1", json.RootElement.GetProperty("exits")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Inspect_NoSuchFile_IsRefused() => (await CommandRun.Of("inspect", "nowhere.onnx")).AssertRefused("nowhere.onnx");

    [Fact]
    public async Task Inspect_NotOnnx_IsRefused()
    {
        using var folder = new ScratchFolder();
        (await CommandRun.Of("inspect", folder.Write("a.onnx", "not a model at all"))).AssertRefused("a.onnx");
    }

    [Fact]
    public async Task Inspect_TruncatedModel_IsRefused()
    {
        using var folder = new ScratchFolder();
        byte[] whole = await File.ReadAllBytesAsync(TestModels.BranchyLeNet(folder), TestContext.Current.CancellationToken);

        (await CommandRun.Of("inspect", folder.Write("half.onnx", whole[..(whole.Length / 2)]))).AssertRefused("half.onnx");
    }

    [Fact]
    public async Task Inspect_Folder_IsRefused()
    {
        using var folder = new ScratchFolder();
        (await CommandRun.Of("inspect", folder.Path)).AssertRefused(folder.Path);
    }
}
