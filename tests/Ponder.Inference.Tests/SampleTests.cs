using System.Diagnostics;
using Ponder.Tests;

namespace Ponder.Inference.Tests;

public sealed class SampleTests
{
    [Fact]
    public async Task Predict_ShippedModel_SaysAClassForEachImage()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ponder.Samples.Predict.dll")])
        {
            WorkingDirectory = RepositoryFolder.Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("class ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Readme_ShowsTheSample() => Assert.Contains(
        File.ReadAllText(Path.Combine(RepositoryFolder.Root, "samples", "Ponder.Samples.Predict", "Program.cs")),
        File.ReadAllText(Path.Combine(RepositoryFolder.Root, "README.md")),
        StringComparison.Ordinal);
}
