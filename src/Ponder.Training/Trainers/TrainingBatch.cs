namespace Ponder.Training.Trainers;

/// <summary>The samples of one step.</summary>
/// <param name="Samples">[count, C, H, W], row-major.</param>
/// <param name="Labels">Classes, one for each sample.</param>
internal sealed record TrainingBatch(float[] Samples, long[] Labels);
