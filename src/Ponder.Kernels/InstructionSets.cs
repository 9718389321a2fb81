using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ponder.Kernels;

/// <summary>Chooses the instruction set for this process, once.</summary>
public static class InstructionSets
{
    /// <summary>Environment variable that forces a choice: scalar, vector128, vector256 or vector512.</summary>
    public const string EnvironmentVariable = "PONDER_INSTRUCTION_SET";

    private static readonly Lazy<InstructionSet> Chosen =
        new(() => Choose(Environment.GetEnvironmentVariable(EnvironmentVariable)));

    /// <summary>The widest instruction set of this CPU, or the one that the environment variable forces.</summary>
    /// <exception cref="InvalidOperationException">The variable names no instruction set that this CPU has.</exception>
    public static InstructionSet Best => Chosen.Value;

    /// <summary>What this CPU runs at full speed, narrowest first; always starts with the scalar one.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } =
        Enum.GetValues<InstructionSet>().Where(IsAvailable).ToArray();

    /// <summary>True when the CPU executes this width in hardware; wider ones would be emulated, ten times slower.</summary>
    /// <param name="instructionSet">The instruction set in question.</param>
    public static bool IsAvailable(InstructionSet instructionSet) => instructionSet switch
    {
        InstructionSet.Scalar => true,
        InstructionSet.Vector128 => Vector128.IsHardwareAccelerated,
        InstructionSet.Vector256 => Vector256.IsHardwareAccelerated,
        InstructionSet.Vector512 => Vector512.IsHardwareAccelerated,
        _ => false,
    };

    /// <summary>Whether the CPU runs 512-bit vectors as two halves, one after the other: Zen 4 does, its successors and Intel's do not.</summary>
    internal static bool HalvesVector512 { get; } = X86Base.IsSupported && IsZen4(X86Base.CpuId(0, 0).Ebx, X86Base.CpuId(1, 0).Eax);

    internal static InstructionSet Choose(string? forced)
    {
        if (string.IsNullOrEmpty(forced))
            return Available[^1];
        foreach (var candidate in Available)
        {
            if (string.Equals(candidate.ToString(), forced, StringComparison.OrdinalIgnoreCase))
                return candidate;
        }

        var allowed = string.Join(", ", Available).ToLowerInvariant();
        throw new InvalidOperationException(
            $"Environment variable {EnvironmentVariable}: expected one of {allowed} on this CPU, got '{forced}'.");
    }

    // Zen 3 has the same family, and no vectors of 512 bits.
    internal static bool IsZen4(int vendor, int signature)
    {
        const int Authentic = 0x68747541; // "Auth", of AuthenticAMD
        const int Family = 0x19;
        return vendor == Authentic && ((signature >> 8) & 0xF) + ((signature >> 20) & 0xFF) == Family;
    }

    internal static InstructionSet RequireAvailable(InstructionSet instructionSet) =>
        IsAvailable(instructionSet)
            ? instructionSet
            : throw new ArgumentException(
                $"Instruction set: expected one of {string.Join(", ", Available)} on this CPU, got {instructionSet}.",
                nameof(instructionSet));
}
