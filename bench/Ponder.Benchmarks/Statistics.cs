using System.Diagnostics;

namespace Ponder.Benchmarks;

/// <summary>What is made of many measurements.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>Mean seconds of an action, over at least 15 ms and after one call that does not count.</summary>
    public static double Seconds(Action action)
    {
        action();
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        do
        {
            action();
            calls++;
        }
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < 15);
        return Stopwatch.GetElapsedTime(start).TotalSeconds / calls;
    }
}
