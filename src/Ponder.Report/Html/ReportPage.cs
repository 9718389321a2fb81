using System.Reflection;

namespace Ponder.Report.Html;

/// <summary>The document around the sections.</summary>
internal static class ReportPage
{
    private static readonly Func<ReportModel, Markup?>[] Sections =
    [
        ResultsSection.Render, ExitsSection.Render, ClassesSection.Render, PlotsSection.Render, PicturesSection.Render,
        TrainingSection.Render, PlanSection.Render, MachineSection.Render, NotesSection.Render,
    ];

    public static Markup Render(ReportModel model) =>
        Render(model.Title, HeaderSection.Render(model), Sections.Select(section => section(model)));

    /// <summary>A page of any sections.</summary>
    /// <param name="title">Of the document.</param>
    /// <param name="header">Above the sections.</param>
    /// <param name="sections">In their order; null for one that is left out.</param>
    public static Markup Render(string title, Markup header, IEnumerable<Markup?> sections)
    {
        var html = new MarkupBuilder();
        html.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy"
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Ponder">
            <title>{title}</title>
            <style>
            {StyleSheet()}
            </style>
            </head>
            <body>
            {header}
            <main>
            """);
        foreach (var section in sections)
        {
            if (section is { } markup)
                html.Add($"{markup}");
        }
        return html.Add($"</main>\n</body>\n</html>").ToMarkup();
    }

    private static Markup StyleSheet()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("report.css")
            ?? throw new InvalidOperationException("the style sheet is missing from the assembly");
        using var reader = new StreamReader(stream);
        return new(reader.ReadToEnd());
    }
}
