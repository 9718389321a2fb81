namespace Ponder.Training.Trainers;

/// <summary>A checkpoint does not fit the training that would go on from it.</summary>
/// <param name="path">The checkpoint.</param>
/// <param name="fault">Where, expected, got.</param>
/// <param name="inner">What a reader said; null for none.</param>
public sealed class CheckpointException(string path, string fault, Exception? inner = null) : Exception($"{path}: {fault}", inner);
