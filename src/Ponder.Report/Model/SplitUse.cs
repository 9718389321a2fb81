namespace Ponder.Report;

/// <summary>What one split of the data was used for.</summary>
/// <param name="Name">The split's name, such as <c>calibration</c>.</param>
/// <param name="Samples">How many samples it has.</param>
/// <param name="Purpose">What was chosen or measured on it.</param>
public sealed record SplitUse(string Name, int Samples, string Purpose);
