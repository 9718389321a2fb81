namespace Ponder.Cli.Recipes;

/// <summary>How one stage is trained with Adam.</summary>
/// <param name="Epochs">Passes over the training split, 1 to 10,000.</param>
/// <param name="Batch">Samples per step, 1 to 65,536.</param>
/// <param name="LearningRate">Step size at the start, above 0, at most 1.</param>
/// <param name="Schedule">How the step size falls: <c>constant</c> or <c>cosine</c>.</param>
/// <param name="Shift">Largest random shift of an image in pixels, 0 to 16.</param>
internal record BaselineStage(int Epochs, int Batch, double LearningRate, string Schedule, int Shift);
