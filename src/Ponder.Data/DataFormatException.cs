namespace Ponder.Data;

/// <summary>A data file is not what its name says.</summary>
/// <param name="file">The file.</param>
/// <param name="fault">Where, expected, got.</param>
/// <param name="inner">What a reader said; null for none.</param>
public sealed class DataFormatException(string file, string fault, Exception? inner = null) : Exception($"{file}: {fault}", inner);
