using Ponder.Cli.Runs;
using Ponder.Report;
using Ponder.Training.Trainers;

namespace Ponder.Cli.Reporting;

/// <summary>The curves of a report.</summary>
internal static class ReportCurves
{
    public static TradeoffCurve? Tradeoff(ExperimentResult result)
    {
        var curve = result.Curve;
        if (curve.Points.Count == 0)
            return null;
        var points = curve.Points.OrderBy(point => point.Policy.MacsMean).ToArray();
        var found = result.Evaluation.Result;
        return new TradeoffCurve
        {
            Split = "test",
            Adaptive = [.. points.Select(point => new CurvePoint(point.Policy.MacsMean, point.Policy.Accuracy))],
            Oracle = [.. points.Select(point => new CurvePoint(point.Policy.MacsMean, point.OracleAccuracy))],
            RandomExit = [.. points.Select(point => new CurvePoint(point.Policy.MacsMean, point.RandomAccuracy))],
            Marks =
            [
                .. curve.Exits.Select(exit => new CurveMark(exit.Name, new CurvePoint(exit.MacsMean, exit.Accuracy))),
                new CurveMark("static", new CurvePoint(curve.StaticMacs, curve.Exits[^1].Accuracy)),
                new CurveMark("chosen", new CurvePoint(found.MacsMean, found.Accuracy)),
            ],
        };
    }

    /// <summary>Loss and validation accuracy per exit of one stage.</summary>
    public static IEnumerable<TrainingSeries> Training(string stage, IReadOnlyList<EpochMetrics> epochs, ExperimentResult result)
    {
        if (epochs.Count == 0)
            yield break;
        double[] numbers = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        yield return new TrainingSeries($"{stage}: loss", "all exits, weighted", numbers, [.. epochs.Select(epoch => epoch.Loss)]);
        int exits = epochs[0].ValidationAccuracy.Count;
        for (int e = 0; e < exits; e++)
        {
            int exit = e;
            string name = result.Records.Exits[result.Records.Exits.Count - exits + e].Name;
            yield return new TrainingSeries(
                $"{stage}: validation accuracy", name, numbers, [.. epochs.Select(epoch => epoch.ValidationAccuracy[exit])], IsFraction: true);
        }
    }
}
