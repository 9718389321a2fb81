namespace Ponder.Training.Trainers;

/// <summary>The loss is no number any more: the learning rate is too high, or an input is no number.</summary>
/// <param name="epoch">1-based.</param>
/// <param name="step">1-based, within the epoch.</param>
public sealed class DivergenceException(int epoch, int step)
    : Exception($"epoch {epoch}, step {step}: the loss is not a number; check the inputs or lower the learning rate");
