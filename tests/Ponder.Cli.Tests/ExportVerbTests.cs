using System.Text.Json;
using Ponder.Halting;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

public sealed class ExportVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("onnx-rows")]
    [InlineData("onnx-if")]
    [InlineData("onnx-static")]
    public async Task Export_BranchyLeNet_WritesAFileThatWasChecked(string format)
    {
        string file = _folder.File("exported.onnx");
        var run = await CommandRun.Of("export", TestModels.BranchyLeNet(_folder), "--format", format, "--out", file);

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
        Assert.True(File.Exists(file));
        Assert.False(File.Exists(file + ".partial"));
    }

    [Fact]
    public async Task Export_Stages_WritesAFilePerExitAndWhatTheyAre()
    {
        string stages = _folder.File("stages");
        var run = await CommandRun.Of("export", TestModels.BranchyLeNet(_folder), "--format", "onnx-stages", "--out", stages);

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(stages, "stages.json"), TestContext.Current.CancellationToken));
        Assert.All(
            json.RootElement.GetProperty("stages").EnumerateArray(),
            stage => Assert.True(File.Exists(Path.Combine(stages, stage.GetProperty("file").GetString()!))));
        Assert.Equal(1_247_720, json.RootElement.GetProperty("stages").EnumerateArray().Sum(stage => stage.GetProperty("macs").GetInt64()));
    }

    [Fact]
    public async Task Export_FolderThatIsThere_IsLeftAlone() =>
        (await CommandRun.Of("export", TestModels.BranchyLeNet(_folder), "--format", "onnx-stages", "--out", _folder.Path))
            .AssertRefused("new folder");

    [Theory]
    [InlineData("onnx-rows", "gates")]
    [InlineData("onnx-if", "gates")]
    [InlineData("onnx-stages", "early exits")]
    public async Task Export_ForeignFile_HasNothingButItsStaticForm(string format, string expected)
    {
        string file = _folder.File("exported.onnx");
        var run = await CommandRun.Of("export", TestModels.Foreign(_folder), "--format", format, "--out", file);

        run.AssertRefused(expected, "onnx-static");
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData(HaltingKind.Image)]
    [InlineData(HaltingKind.Position)]
    [InlineData(HaltingKind.Mask)]
    public async Task Export_HaltingNetworkAsStatic_WritesAFileThatWasChecked(HaltingKind kind)
    {
        string file = _folder.File("exported.onnx");
        var run = await CommandRun.Of("export", Halting(kind), "--format", "onnx-static", "--out", file);

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
        Assert.True(File.Exists(file));
    }

    [Theory]
    [InlineData(HaltingKind.Position)]
    [InlineData(HaltingKind.Mask)]
    public async Task Export_PositionsThatHaltAsRows_IsRefused(HaltingKind kind) =>
        (await CommandRun.Of("export", Halting(kind), "--format", "onnx-rows", "--out", _folder.File("exported.onnx")))
            .AssertRefused("gates by sample", "decides by position", "onnx-static");

    [Fact]
    public async Task Export_ForeignFileAsStatic_IsWritten()
    {
        var run = await CommandRun.Of("export", TestModels.Foreign(_folder), "--format", "onnx-static", "--out", _folder.File("exported.onnx"));

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("inspect")]
    [InlineData("calibrate", "--data", "mnist", "--max-accuracy-drop", "0")]
    public async Task ExportedFile_ReadAgain_IsRefusedWithTheReason(string verb, params string[] options)
    {
        string file = _folder.File("exported.onnx");
        await CommandRun.Of("export", TestModels.BranchyLeNet(_folder), "--format", "onnx-rows", "--out", file);

        (await CommandRun.Of([verb, file, .. options])).AssertRefused(file, "onnx-rows", "use the model itself");
    }

    [Fact]
    public async Task Export_UnknownFormat_IsRefused() =>
        (await CommandRun.Of("export", TestModels.BranchyLeNet(_folder), "--format", "tflite", "--out", "x")).AssertRefused("tflite", "onnx-rows");

    private string Halting(HaltingKind kind)
    {
        string file = _folder.File("halting.onnx");
        ResNet.BuildHalting(seed: 1, depth: 14, new HaltingOptions { Kind = kind }).Save(file);
        return file;
    }
}
