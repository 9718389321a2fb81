namespace Ponder.Report.Html;

/// <summary>A plain table; its first column names the rows.</summary>
internal static class Table
{
    /// <summary>The table, which scrolls sideways on its own where the screen is narrow.</summary>
    /// <param name="titles">The columns' titles.</param>
    /// <param name="rows">As many cells each as there are titles.</param>
    /// <param name="wordsColumn">The 0-based column that holds sentences, which are wrapped; none by default.</param>
    public static Markup Render(IReadOnlyList<string> titles, IEnumerable<string[]> rows, int wordsColumn = -1)
    {
        var html = new MarkupBuilder();
        html.Add($"""<div class="scroll"><table><thead><tr>""");
        for (var column = 0; column < titles.Count; column++)
            html.Add($"<th{Class(column)}>{titles[column]}</th>");
        html.Add($"</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Add($"<tr><th>{row[0]}</th>");
            for (var column = 1; column < row.Length; column++)
                html.Add($"<td{Class(column)}>{row[column]}</td>");
            html.Add($"</tr>");
        }
        return html.Add($"</tbody></table></div>").ToMarkup();

        Markup Class(int column) => new(column == wordsColumn ? " class=\"words\"" : "");
    }
}
