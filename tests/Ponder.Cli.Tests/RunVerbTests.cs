namespace Ponder.Cli.Tests;

/// <summary>Verbs that make or read a run: quickstart, train, report.</summary>
public sealed class RunVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Quickstart_Interrupted_Ends130WithACheckpoint()
    {
        using var interrupted = new CancellationTokenSource();
        await interrupted.CancelAsync();
        string run = _folder.File("run");

        var ended = await CommandRun.Of(interrupted.Token, "quickstart", "--out", run, "--seed", "7");

        Assert.Equal((ExitCodes.Interrupted, "", "interrupted\n"), (ended.Code, ended.Output, ended.Error));
        Assert.True(File.Exists(Path.Combine(run, "baseline", "checkpoint.zip")));
        Assert.Contains("seed: 7", await File.ReadAllTextAsync(Path.Combine(run, "recipe.yaml"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run, "model.onnx")));
    }

    [Fact]
    public async Task Quickstart_UnwritableFolder_IsRefused() =>
        (await CommandRun.Of("quickstart", "--out", Path.Combine(_folder.Write("file", "in the way"), "run"))).AssertRefused("file");

    [Fact]
    public async Task Train_FolderOfAnotherRun_IsRefused()
    {
        _folder.Write("recipe.yaml", "anything");
        string recipe = _folder.Write("mine.yaml", Recipes.RecipeWriter.Write(Recipes.RecipeReader.LoadEmbedded()));

        (await CommandRun.Of("train", recipe, "--out", _folder.Path)).AssertRefused("holds a run", "--resume");
    }

    [Fact]
    public async Task Train_FaultyRecipe_IsRefusedInOneLine() =>
        (await CommandRun.Of("train", _folder.Write("r.yaml", "network: vgg\ndata: mnist\n"))).AssertRefused("line 1: network: expected lenet, alexnet, resnetN", "got vgg", "seed");

    [Fact]
    public async Task Train_NoRecipe_IsRefused() => (await CommandRun.Of("train", "nowhere.yaml")).AssertRefused("nowhere.yaml");

    [Theory]
    [InlineData]
    [InlineData("r.yaml", "--resume", "runs/x")]
    [InlineData("--resume", "runs/x", "--seed", "3")]
    public async Task Train_NeitherRecipeNorRun_IsRefused(params string[] arguments) =>
        (await CommandRun.Of(["train", .. arguments])).AssertRefused("train: expected");

    [Fact]
    public async Task Train_MissingData_LeavesNoFolder()
    {
        string recipe = _folder.Write("r.yaml", "network: lenet\ndata: nowhere\nseed: 1\nbaseline: {epochs: 1, batch: 8, learning_rate: 0.001, schedule: constant, shift: 0}\n");
        (await CommandRun.Of("train", recipe, "--out", _folder.File("run"))).AssertRefused("nowhere");

        Assert.False(Directory.Exists(_folder.File("run")));
    }

    [Fact]
    public async Task Train_ResumeWithoutRun_IsRefused() => (await CommandRun.Of("train", "--resume", _folder.Path)).AssertRefused("expected a run");

    [Fact]
    public async Task Report_DamagedData_IsRefused()
    {
        _folder.Write("recipe.yaml", "anything");
        _folder.Write("report.json", "{");

        (await CommandRun.Of("report", _folder.Path)).AssertRefused("report.json");
    }

    [Fact]
    public async Task Report_NoRun_IsRefused() => (await CommandRun.Of("report", _folder.Path)).AssertRefused(_folder.Path);
}
