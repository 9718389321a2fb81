namespace Ponder.Report.Html;

/// <summary>Thresholds, what calibration promised, and which split served for what.</summary>
internal static class PlanSection
{
    public static Markup? Render(ReportModel model)
    {
        if (model.Plan is null && model.Splits.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"<section>\n<h2>{(model.Plan is null ? "Splits of the data" : "Thresholds and promise")}</h2>");
        if (model.Plan is { } plan)
            AddPlan(html, plan);
        if (model.Splits.Count > 0)
            html.Add($"{SplitTable(model.Splits)}");
        return html.Add($"</section>").ToMarkup();
    }

    private static void AddPlan(MarkupBuilder html, PlanSummary plan)
    {
        var (badge, verdict) = plan.Met ? ("met", "target met") : ("missed", "target missed");
        html.Add($"""
            <p><b class="badge {badge}">{verdict}</b> {plan.Target}{Assurance(plan)}.
            Found by {plan.Method} on {Numbers.Count(plan.CalibrationSamples)} calibration samples.</p>
            """);
        if (plan.Thresholds.Count > 0)
            html.Add($"{ThresholdTable(plan.Thresholds)}");
        if (plan.Promises.Count > 0)
            html.Add($"{PromiseTable(plan.Promises)}");
    }

    private static string Assurance(PlanSummary plan) =>
        plan.Confidence is { } confidence ? $", with confidence {Numbers.Percent(confidence, "0.##")}" : "";

    private static Markup ThresholdTable(IReadOnlyList<ExitThreshold> thresholds) => Table.Render(
        ["exit", "rule", "threshold"],
        thresholds.Select(threshold => new[] { threshold.Exit, threshold.Rule, Numbers.Tick(threshold.Value) }),
        wordsColumn: 1);

    private static Markup PromiseTable(IReadOnlyList<Promise> promises) => Table.Render(
        ["quantity", "expected", "measured on test"],
        promises.Select(promise => new[] { promise.Quantity, promise.Expected, promise.Measured ?? Numbers.Missing }));

    private static Markup SplitTable(IReadOnlyList<SplitUse> splits) => Table.Render(
        ["split", "samples", "used for"],
        splits.Select(split => new[] { split.Name, Numbers.Count(split.Samples), split.Purpose }),
        wordsColumn: 2);
}
