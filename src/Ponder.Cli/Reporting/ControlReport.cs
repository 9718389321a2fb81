using Ponder.Cli.Runs;
using Ponder.Report;

namespace Ponder.Cli.Reporting;

/// <summary>Turns the curve of a control graph into the plain values of its report.</summary>
internal static class ControlReport
{
    public static ReportModel Build(ControlResult result, DateTimeOffset measuredAt)
    {
        var chosen = result.Points.Single(point => point.Name == result.Chosen);
        var best = result.Statics.MaxBy(network => network.CalibrationScore);
        return new ReportModel
        {
            Title = $"{result.Network} on {result.Data}",
            Subtitle = $"{result.Points.Count} control graphs, one for each point of the curve; scores are {Score(result)} on the {result.Samples:N0} test images. "
                + $"The numbers below are those of {result.Chosen}.",
            MeasuredAt = measuredAt,
            Headline = new Headline
            {
                Accuracy = chosen.Score,
                StaticAccuracy = best?.Score,
                Macs = chosen.MacsMean,
                StaticMacs = best?.Macs,
            },
            Exits = [.. chosen.Paths.Select(path => new ExitSummary { Name = path.Name, Share = path.Share, Macs = path.Macs })],
            Tradeoff = Tradeoff(result, chosen),
            Notes = Notes(result, chosen),
        };
    }

    private static TradeoffCurve Tradeoff(ControlResult result, ControlPoint chosen)
    {
        ControlPoint[] points = [.. result.Points.OrderBy(point => point.MacsMean)];
        return new TradeoffCurve
        {
            Split = "test",
            Score = Score(result),
            Caption = "One control graph for each point, trained with another share of accuracy in its reward or another budget",
            Adaptive = [.. points.Select(point => new CurvePoint(point.MacsMean, point.Score))],
            RandomExit = [.. points.Select(point => new CurvePoint(point.MacsMean, point.RandomScore))],
            Oracle = [.. points.OrderBy(point => point.OracleMacs).Select(point => new CurvePoint(point.OracleMacs, point.OracleScore))],
            EntropyRouting = [.. chosen.Entropy.OrderBy(point => point.MacsMean).Select(point => new CurvePoint(point.MacsMean, point.Score))],
            Marks =
            [
                .. result.Statics.Select(network => new CurveMark("static", new CurvePoint(network.Macs, network.Score))),
                new CurveMark("chosen", new CurvePoint(chosen.MacsMean, chosen.Score)),
            ],
        };
    }

    private static IReadOnlyList<string> Notes(ControlResult result, ControlPoint chosen) =>
    [
        "Multiply-adds count convolutions and fully connected layers, each once, with the control nodes that a sample passes.",
        "Random: paths with the shares that the control graph took, drawn blindly. Entropy threshold: its cheapest path answers, and where that is unsure its dearest does, both paid.",
        "Static networks are single paths, trained from scratch. The model was chosen on the calibration split: the cheapest that loses no more there than the recipe allows, else the best.",
        $"{chosen.Usage.Distinct} paths are taken; the entropy of their shares is {chosen.Usage.Entropy:0.00} nats.",
        .. result.Points.Where(point => point.Usage.Warning is not null).Select(point => $"{point.Name}: {point.Usage.Warning}."),
        $"One seed ({result.Seed}).",
    ];

    private static string Score(ControlResult result) => result.Metric == "f1" ? "F1" : "accuracy";
}
