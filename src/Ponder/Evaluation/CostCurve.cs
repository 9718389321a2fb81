namespace Ponder.Evaluation;

/// <summary>Accuracy as a function of mean cost: straight between points, level beyond the last.</summary>
public static class CostCurve
{
    /// <summary>Mean accuracy over a range of costs: the area under the curve divided by the range.</summary>
    /// <param name="points">By ascending cost, at least one, none of them dearer than needed for its place.</param>
    /// <param name="low">Where the range begins.</param>
    /// <param name="high">Where it ends, above <paramref name="low"/>.</param>
    public static double Area(IReadOnlyList<(double Macs, double Accuracy)> points, double low, double high)
    {
        double area = 0;
        for (int i = 0; i + 1 < points.Count; i++)
        {
            double from = Math.Clamp(points[i].Macs, low, high), to = Math.Clamp(points[i + 1].Macs, low, high);
            if (to > from)
                area += (to - from) * (At(points, i, from) + At(points, i, to)) / 2;
        }

        double first = Math.Clamp(points[0].Macs, low, high), last = Math.Clamp(points[^1].Macs, low, high);
        area += ((first - low) * points[0].Accuracy) + ((high - last) * points[^1].Accuracy);
        return area / (high - low);
    }

    /// <summary>Accuracy at a mean cost.</summary>
    /// <param name="points">As above.</param>
    /// <param name="macs">The cost.</param>
    public static double At(IReadOnlyList<(double Macs, double Accuracy)> points, double macs)
    {
        for (int i = 0; i + 1 < points.Count; i++)
        {
            if (macs <= points[i + 1].Macs)
                return macs <= points[i].Macs ? points[i].Accuracy : At(points, i, macs);
        }

        return points[^1].Accuracy;
    }

    private static double At(IReadOnlyList<(double Macs, double Accuracy)> points, int segment, double macs)
    {
        var (start, end) = (points[segment], points[segment + 1]);
        return end.Macs > start.Macs ? start.Accuracy + ((end.Accuracy - start.Accuracy) * (macs - start.Macs) / (end.Macs - start.Macs)) : end.Accuracy;
    }
}
