namespace Ponder.Cli.Predicting;

/// <summary>The answer for one image.</summary>
/// <param name="Image">The file, with the index for a file of many.</param>
/// <param name="Prediction">The class, 0-based.</param>
/// <param name="Label">The class's name; its number when the model names none.</param>
/// <param name="Confidence">Probability of the class, in [0, 1].</param>
/// <param name="Exit">Name of the exit taken.</param>
/// <param name="Macs">Multiply-adds spent.</param>
/// <param name="LatencyMs">Wall-clock time of this image alone, in milliseconds, without reading the file.</param>
internal sealed record ImagePrediction(
    string Image, int Prediction, string Label, float Confidence, string Exit, long Macs, double LatencyMs);
