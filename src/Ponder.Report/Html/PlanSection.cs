namespace Ponder.Report.Html;

/// <summary>Thresholds, what calibration promised, and which split served for what.</summary>
internal static class PlanSection
{
    public static Markup? Render(ReportModel model)
    {
        if (model.Plan is null && model.Splits.Count == 0)
            return null;
        var html = new MarkupBuilder();
        html.Add($"<section>\n<h2>Thresholds and promise</h2>");
        if (model.Plan is { } plan)
            AddPlan(html, plan);
        if (model.Splits.Count > 0)
            AddSplits(html, model.Splits);
        return html.Add($"</section>").ToMarkup();
    }

    private static void AddPlan(MarkupBuilder html, PlanSummary plan)
    {
        html.Add($"""<p><b class="badge {(plan.Met ? "met" : "missed")}">{(plan.Met ? "target met" : "target missed")}</b> {plan.Target}{Assurance(plan)}. Found by {plan.Method} on {Numbers.Count(plan.CalibrationSamples)} calibration samples.</p>""");
        if (plan.Thresholds.Count > 0)
        {
            html.Add($"""<div class="scroll"><table><thead><tr><th>exit</th><th class="words">rule</th><th>threshold</th></tr></thead><tbody>""");
            foreach (var threshold in plan.Thresholds)
                html.Add($"""<tr><th>{threshold.Exit}</th><td class="words">{threshold.Rule}</td><td>{Numbers.Tick(threshold.Value)}</td></tr>""");
            html.Add($"</tbody></table></div>");
        }
        if (plan.Promises.Count > 0)
        {
            html.Add($"""<div class="scroll"><table><thead><tr><th>quantity</th><th>expected</th><th>measured on test</th></tr></thead><tbody>""");
            foreach (var promise in plan.Promises)
                html.Add($"<tr><th>{promise.Quantity}</th><td>{promise.Expected}</td><td>{promise.Measured ?? Numbers.Missing}</td></tr>");
            html.Add($"</tbody></table></div>");
        }
    }

    private static string Assurance(PlanSummary plan) =>
        plan.Confidence is { } confidence ? $", with confidence {Numbers.Percent(confidence, "0.##")}" : "";

    private static void AddSplits(MarkupBuilder html, IReadOnlyList<SplitUse> splits)
    {
        html.Add($"""<div class="scroll"><table><thead><tr><th>split</th><th>samples</th><th class="words">used for</th></tr></thead><tbody>""");
        foreach (var split in splits)
            html.Add($"""<tr><th>{split.Name}</th><td>{Numbers.Count(split.Samples)}</td><td class="words">{split.Purpose}</td></tr>""");
        html.Add($"</tbody></table></div>");
    }
}
