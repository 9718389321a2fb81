using Ponder.Report.Charts;

namespace Ponder.Report.Html;

/// <summary>The table of every measured variant.</summary>
internal static class ResultsSection
{
    private const string ExitPrefix = "exit:";

    public static Markup? Render(ReportModel model)
    {
        if (model.Results.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"""
            <section>
            <h2>Results</h2>
            <div class="scroll"><table class="results">
            <thead><tr><th>variant</th><th>engine</th><th>accuracy</th><th>MACs</th><th>p50 ms</th><th>p95 ms</th><th>p99 ms</th><th>max ms</th><th>samples/s</th><th>speed-up</th></tr></thead>
            """);
        ResultRow? previous = null;
        foreach (var row in model.Results)
        {
            if (previous is null || (previous.Batch, previous.Threads) != (row.Batch, row.Threads))
                AddHeading(html, row, isFirst: previous is null);
            AddRow(html, row);
            previous = row;
        }
        return html
            .Add($"</tbody></table></div>")
            .Add($"""<p class="caption">Latency is wall-clock time per call. Speed-up: mean time of the faster static row over mean time of this row, at the same batch and threads. The worst case never leaves early.</p>""")
            .Add($"</section>").ToMarkup();
    }

    private static void AddHeading(MarkupBuilder html, ResultRow row, bool isFirst)
    {
        if (!isFirst)
            html.Add($"</tbody>");
        html.Add($"""<tbody><tr class="group"><th colspan="10"><span>batch {row.Batch}, {row.Threads} {(row.Threads == 1 ? "thread" : "threads")}, {Numbers.Count(row.Samples)} samples</span></th></tr>""");
    }

    private static void AddRow(MarkupBuilder html, ResultRow row)
    {
        var time = row.LatencyMs;
        html.Add($"""<tr class="{Inks.OfVariant(row.Variant)}"><th>{Name(row.Variant)}</th><td>{row.Engine}</td><td>{Numbers.Percent(row.Accuracy)}</td><td>{Numbers.Macs(row.MacsMean)}</td>""")
            .Add($"<td>{Numbers.Significant(time?.P50)}</td><td>{Numbers.Significant(time?.P95)}</td><td>{Numbers.Significant(time?.P99)}</td><td>{Numbers.Significant(time?.Max)}</td>")
            .Add($"<td>{Numbers.Count(row.Throughput)}</td><td>{Numbers.Times(row.SpeedUp)}</td></tr>");
    }

    private static string Name(string variant) => variant switch
    {
        "worst" => "worst case",
        _ when variant.StartsWith(ExitPrefix, StringComparison.Ordinal) => $"always {variant[ExitPrefix.Length..]}",
        _ => variant,
    };
}
