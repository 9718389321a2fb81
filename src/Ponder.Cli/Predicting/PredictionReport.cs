namespace Ponder.Cli.Predicting;

/// <summary>All that <c>predict</c> says.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Predictions">One for each image, in order.</param>
internal sealed record PredictionReport(string Model, IReadOnlyList<ImagePrediction> Predictions);
