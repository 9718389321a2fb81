using System.Runtime.Intrinsics;

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

    internal static InstructionSet RequireAvailable(InstructionSet instructionSet) =>
        IsAvailable(instructionSet)
            ? instructionSet
            : throw new ArgumentException(
                $"Instruction set: expected one of {string.Join(", ", Available)} on this CPU, got {instructionSet}.",
                nameof(instructionSet));
}
