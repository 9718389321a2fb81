using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Cli.Predicting;

/// <summary>Asks a model about images one by one, as a caller with one image would.</summary>
internal static class Predictor
{
    public static IReadOnlyList<ImagePrediction> Predict(
        Terminal terminal, GatedGraph graph, IReadOnlyList<ModelImage> images, CancellationToken cancellationToken)
    {
        var plan = graph.Plan ?? throw new CommandException($"{graph.Source}: expected a plan, got none");
        using var session = Engines.OpenPredictor(terminal, graph, threads: 1);
        var answer = new Prediction[1];
        session.Predict(images[0].Values, 1, answer); // the first call also compiles
        var predictions = new List<ImagePrediction>(images.Count);
        foreach (var image in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long start = terminal.Time.GetTimestamp();
            session.Predict(image.Values, 1, answer);
            var elapsed = terminal.Time.GetElapsedTime(start);
            var (label, exit, confidence, macs) = answer[0];
            predictions.Add(new ImagePrediction(
                image.Name, label, label < plan.Labels.Count ? plan.Labels[label] : $"{label}", confidence,
                plan.ExitNames[exit], macs, elapsed.TotalMilliseconds));
        }

        return predictions;
    }
}
