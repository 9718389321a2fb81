namespace Ponder.Cli.Runs;

/// <summary>Chooses a point of a curve, by its scores on the calibration split.</summary>
internal static class PointChoice
{
    /// <summary>Name of the cheapest point that scores enough, else of the best.</summary>
    /// <param name="points">At least one: its name, its score and its mean multiply-adds.</param>
    /// <param name="least">The score that is enough; null where there is nothing to compare with.</param>
    public static string Find(IReadOnlyList<(string Name, double Score, double Macs)> points, double? least)
    {
        var good = points.Where(point => point.Score >= least).ToArray();
        return good.Length > 0 ? good.MinBy(point => point.Macs).Name : points.MaxBy(point => point.Score).Name;
    }
}
