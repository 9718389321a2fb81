using System.Runtime.InteropServices;

namespace Ponder.Evaluation;

/// <summary>Where times were measured.</summary>
/// <param name="Cpu">The processor's name, or its architecture where the name is not to be had.</param>
/// <param name="Cores">Logical processors that this process may use.</param>
/// <param name="Runtime">The .NET runtime with its version.</param>
public sealed record MachineInfo(string Cpu, int Cores, string Runtime)
{
    private const string LinuxCpuInfo = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static MachineInfo Current() => new(CpuName(), Environment.ProcessorCount, RuntimeInformation.FrameworkDescription);

    private static string CpuName()
    {
        string? model = File.Exists(LinuxCpuInfo)
            ? File.ReadLines(LinuxCpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return model?[(model.IndexOf(':') + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
