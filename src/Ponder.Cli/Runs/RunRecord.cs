using System.Reflection;
using System.Runtime.InteropServices;

namespace Ponder.Cli.Runs;

/// <summary>Where a run was made, for whoever wants to repeat it.</summary>
/// <param name="Seed">Seed of weights and shuffling.</param>
/// <param name="Ponder">This program's version.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="System">The operating system.</param>
/// <param name="Libraries">Versions of the libraries that compute.</param>
internal sealed record RunRecord(
    int Seed, string Ponder, string Runtime, string System, IReadOnlyDictionary<string, string> Libraries)
{
    public static RunRecord Of(int seed) => new(
        seed, Version(typeof(RunRecord).Assembly), RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription,
        new Dictionary<string, string> { ["TorchSharp"] = Version(Assembly.Load("TorchSharp")) });

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{assembly.GetName().Version}";
}
