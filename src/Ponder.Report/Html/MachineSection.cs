namespace Ponder.Report.Html;

/// <summary>Where and with what it was measured.</summary>
internal static class MachineSection
{
    public static Markup? Render(ReportModel model)
    {
        if (model.Machine is not { } machine)
            return null;
        var html = new MarkupBuilder();
        html.Add($"""<section><h2>Machine and versions</h2><dl>""");
        AddLine(html, "processor", machine.Cpu);
        AddLine(html, "cores", Numbers.Count(machine.Cores));
        AddLine(html, "runtime", machine.Runtime);
        foreach (var detail in machine.Details)
            AddLine(html, detail.Name, detail.Value);
        return html.Add($"</dl></section>").ToMarkup();
    }

    private static void AddLine(MarkupBuilder html, string name, string value) => html.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");
}
