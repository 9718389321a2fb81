namespace Ponder.Cli.Attaching;

/// <summary>What <c>attach</c> is asked for.</summary>
/// <param name="Data">A data set's name or path.</param>
/// <param name="Exits">Number of exits, or the tensors behind which they leave.</param>
/// <param name="IsJoint">Whether the trunk learns too.</param>
/// <param name="Epochs">Passes over the training split.</param>
/// <param name="MaxAccuracyDrop">What may be given away, a fraction.</param>
/// <param name="Split">The samples that choose the thresholds.</param>
/// <param name="Test">The samples to report on.</param>
/// <param name="Seed">Seed of weights and shuffling.</param>
internal sealed record AttachRequest(
    string Data, string Exits, bool IsJoint, int Epochs, double MaxAccuracyDrop, string Split, string Test, int Seed);
