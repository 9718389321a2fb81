using Ponder.Cli.Rendering;
using Ponder.Cli.Runs;
using Ponder.Halting;
using Ponder.Report;

namespace Ponder.Cli.Reporting;

/// <summary>Turns the curve of a network whose units halt into the plain values of its report.</summary>
internal static class HaltingReport
{
    public static ReportModel Build(HaltingResult result, IReadOnlyList<PictureGroup> pictures, DateTimeOffset measuredAt)
    {
        var chosen = result.Points.Single(point => point.Name == result.Chosen);
        return new ReportModel
        {
            Title = $"{result.Network} on {result.Data}",
            Subtitle = $"{result.Points.Count} networks in which {Who(result)}, one for each point of the curve; accuracies are of the {result.Samples:N0} test images. "
                + $"The numbers below are those of {result.Chosen}.",
            MeasuredAt = measuredAt,
            Headline = new Headline
            {
                Accuracy = chosen.Accuracy,
                StaticAccuracy = result.Dense.Score,
                Macs = chosen.MacsMean,
                StaticMacs = result.Dense.Macs,
            },
            Tradeoff = Tradeoff(result, chosen),
            Pictures = pictures,
            Notes = Notes(result, chosen),
        };
    }

    private static TradeoffCurve Tradeoff(HaltingResult result, HaltingPoint chosen) => new()
    {
        Split = "test",
        Caption = "One network for each point, trained with another price of pondering or another budget",
        Adaptive = [.. result.Points.OrderBy(point => point.MacsMean).Select(point => new CurvePoint(point.MacsMean, point.Accuracy))],
        Marks =
        [
            new CurveMark("static", new CurvePoint(result.Dense.Macs, result.Dense.Score)),
            new CurveMark("chosen", new CurvePoint(chosen.MacsMean, chosen.Accuracy)),
        ],
    };

    private static IReadOnlyList<string> Notes(HaltingResult result, HaltingPoint chosen) =>
    [
        "Multiply-adds count convolutions and fully connected layers, each once, with the halting scores, at the positions at which they are computed.",
        "Static is the network that every point started from, without halting or masks. The model was chosen on a split of its own: the cheapest that loses no more there than the recipe allows, else the best.",
        .. result.Points.Select(point => Note(point, result.Dense)),
        $"Multiply-adds of {chosen.Name} deviate by {chosen.MacsDeviation:N0} from image to image.",
        $"One seed ({result.Seed}).",
    ];

    private static string Note(HaltingPoint point, StaticPoint dense) =>
        $"{point.Name}: {Tables.Percent(point.Accuracy)} beside {Tables.Percent(dense.Score)} ({100 * point.Difference.Low:+0.00;-0.00} to {100 * point.Difference.High:+0.00;-0.00} points, "
        + $"90 % paired bootstrap) for {Tables.Percent(point.MacsShare)} of the multiply-adds; ponder cost by block {string.Join(", ", point.Blocks.Select(block => $"{block.PonderCost:0.00} of {block.Units} units"))}.";

    private static string Who(HaltingResult result) => result.Kind switch
    {
        HaltingKind.Image => "images halt",
        HaltingKind.Position => "positions halt",
        _ => "units have masks",
    };
}
