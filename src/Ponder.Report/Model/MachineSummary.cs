namespace Ponder.Report;

/// <summary>Where and with what the numbers were measured.</summary>
public sealed record MachineSummary
{
    /// <summary>The processor's name.</summary>
    public required string Cpu { get; init; }

    /// <summary>Logical cores that the process could use.</summary>
    public required int Cores { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Further lines: operating system, instruction set, seed, command, versions of libraries.</summary>
    public IReadOnlyList<MachineDetail> Details { get; init; } = [];
}
