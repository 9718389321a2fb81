namespace Ponder.Data;

/// <summary>A data set or split is not where it was looked for.</summary>
/// <param name="message">What was looked for, where, and how to get it.</param>
public sealed class DataNotFoundException(string message) : Exception(message);
