namespace Ponder.Data.Pictures;

/// <summary>A picture file and its class.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">The class, 0-based.</param>
internal sealed record LabelledFile(string Path, int Label);
