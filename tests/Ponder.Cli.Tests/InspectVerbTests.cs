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
    public async Task Inspect_ControlGraph_ShowsNodesAndPaths()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("inspect", TestModels.Controlled(folder));

        Snapshot.AssertEqual("inspect.controlled", run.Output.Replace(folder.Path, "FOLDER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Inspect_ControlGraphJson_HasNodesAndPaths()
    {
        using var folder = new ScratchFolder();
        var run = await CommandRun.Of("inspect", TestModels.Controlled(folder), "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(
            """{"name":"wide","kind":"regular","reads":["stem"],"runs_when":"stage1=wide","macs":14112}""",
            JsonSerializer.Serialize(json.RootElement.GetProperty("nodes")[3])); // 7 x 7 positions, 3 x 3 x 4 to 8 channels
        Assert.Equal("stage1=wide, stage2=go", json.RootElement.GetProperty("paths")[0].GetProperty("name").GetString());
        Assert.Equal(json.RootElement.GetProperty("macs_max").GetInt64(), json.RootElement.GetProperty("paths")[0].GetProperty("macs").GetInt64());
    }

    [Fact]
    public async Task Inspect_Svg_DrawsTheControlGraph()
    {
        using var folder = new ScratchFolder();
        await CommandRun.Of("inspect", TestModels.Controlled(folder), "--svg", folder.File("graph.svg"));

        Snapshot.AssertEqual("inspect.svg", await File.ReadAllTextAsync(folder.File("graph.svg"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Inspect_SvgWithData_WritesTheSharesThatPass()
    {
        using var folder = new ScratchFolder();
        await CommandRun.Of(
            "inspect", TestModels.Collapsed(folder, stages: 1), "--svg", folder.File("graph.svg"), "--data", "mnist", "--split", "test[0:20]");

        string svg = await File.ReadAllTextAsync(folder.File("graph.svg"), TestContext.Current.CancellationToken);
        Assert.Contains(">low 100 %</text>", svg, StringComparison.Ordinal);
        Assert.Contains(">high 0 %</text>", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_SvgOfOtherModel_IsRefusedAndWritesNothing()
    {
        using var folder = new ScratchFolder();
        (await CommandRun.Of("inspect", TestModels.BranchyLeNet(folder), "--svg", folder.File("graph.svg"))).AssertRefused("--svg", "expected a control graph");

        Assert.False(File.Exists(folder.File("graph.svg")));
    }

    [Fact]
    public async Task Inspect_DataWithoutSvg_IsRefused()
    {
        using var folder = new ScratchFolder();
        (await CommandRun.Of("inspect", TestModels.Controlled(folder), "--data", "mnist")).AssertRefused("--data: expected --svg");
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
