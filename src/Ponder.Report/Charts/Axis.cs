namespace Ponder.Report.Charts;

/// <summary>Maps values to [0, 1] along a plot's side, linearly or by logarithm, and says where the ticks are.</summary>
internal sealed class Axis
{
    // Beyond this ratio a linear axis shows its small values as one line.
    private const double LogRatio = 12;
    private const int TickGoal = 5;

    private Axis(double min, double max, bool isLog, IReadOnlyList<double> ticks) => (Min, Max, IsLog, Ticks) = (min, max, isLog, ticks);

    public double Min { get; }

    public double Max { get; }

    public bool IsLog { get; }

    public IReadOnlyList<double> Ticks { get; }

    public static Axis Linear(double min, double max)
    {
        if (max <= min)
            (min, max) = (min - Margin(min), max + Margin(max));
        var step = NiceStep((max - min) / TickGoal);
        var first = Math.Ceiling((min / step) - 1e-9);
        var last = Math.Floor((max / step) + 1e-9);
        var ticks = Enumerable.Range(0, (int)(last - first) + 1).Select(index => (first + index) * step);
        return new(min, max, isLog: false, [.. ticks]);
    }

    public static Axis Logarithmic(double min, double max)
    {
        if (max <= min)
            (min, max) = (min / 1.5, max * 1.5);
        double[] mantissas = max / min < 200 ? [1, 2, 5] : [1];
        var decades = Enumerable.Range((int)Math.Floor(Math.Log10(min)), (int)Math.Ceiling(Math.Log10(max / min)) + 2);
        var ticks = decades.SelectMany(decade => mantissas.Select(mantissa => mantissa * Math.Pow(10, decade)));
        return new(min, max, isLog: true, [.. ticks.Where(tick => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9))]);
    }

    /// <summary>The axis that shows all of the values, logarithmic when they span more than a decade.</summary>
    public static Axis Around(IReadOnlyCollection<double> values)
    {
        if (values.Count == 0)
            return Linear(0, 1);
        var (min, max) = (values.Min(), values.Max());
        if (min > 0 && max / min > LogRatio)
            return Logarithmic(min / 1.05, max * 1.05);
        var margin = 0.05 * (max - min);
        return Linear(min >= 0 ? Math.Max(0, min - margin) : min - margin, max + margin);
    }

    /// <summary>Where a value lies: 0 at the minimum, 1 at the maximum.</summary>
    public double Position(double value) =>
        IsLog ? Math.Log(value / Min) / Math.Log(Max / Min) : (value - Min) / (Max - Min);

    private static double Margin(double value) => value == 0 ? 0.5 : 0.05 * Math.Abs(value);

    private static double NiceStep(double step)
    {
        var decade = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return decade * ((step / decade) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
    }
}
