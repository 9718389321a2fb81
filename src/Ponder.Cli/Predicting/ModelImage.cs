namespace Ponder.Cli.Predicting;

/// <summary>One image in the form that a model reads.</summary>
/// <param name="Name">Where it came from.</param>
/// <param name="Values">[C, H, W], preprocessed.</param>
internal sealed record ModelImage(string Name, float[] Values);
