namespace Ponder.Benchmarks;

/// <summary>What is made of many measurements.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Mean processor seconds of an action of one thread, over at least 15 ms and after one call that does not count.</summary>
    /// <remarks>The clock on the wall would count what another process on the same core takes.</remarks>
    public static double Seconds(Action action)
    {
        action();
        var start = Environment.CpuUsage.TotalTime;
        int calls = 0;
        for (int more = 1; ; more = calls) // looking takes as long as a short action
        {
            for (int i = 0; i < more; i++)
                action();
            calls += more;
            var taken = Environment.CpuUsage.TotalTime - start;
            if (taken.TotalMilliseconds >= 15)
                return taken.TotalSeconds / calls;
        }
    }
}
