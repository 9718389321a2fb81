namespace Ponder.Plans;

/// <summary>The data set that a model was made with, and which samples served what.</summary>
/// <param name="Name">The data set's name, e.g. <c>mnist</c>.</param>
/// <param name="Splits">Splits by name: train, validation, calibration, test.</param>
public sealed record DataRole(string Name, IReadOnlyDictionary<string, SplitRole> Splits);
