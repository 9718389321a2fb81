using System.Diagnostics;
using Ponder.Graph;

namespace Ponder.Cli.Tests;

public sealed class SampleTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Attach_FolderOfPictures_LeavesAModelWithAnExit()
    {
        string model = _folder.File("exits.onnx");
        string[] arguments = [TestModels.ForeignResNet(_folder, classes: 2), TestImages.Folder(_folder, perClass: 40), model, "1"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ponder.Samples.Attach.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("from exit ", output, StringComparison.Ordinal);
        Assert.Equal(2, GatedGraph.Load(model).Plan!.Exits.Count);
    }
}
