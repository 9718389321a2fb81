using Spectre.Console;

namespace Ponder.Cli.Rendering;

/// <summary>One look for all tables.</summary>
internal static class Tables
{
    /// <summary>An empty table.</summary>
    /// <param name="columns">Headings; <c>&gt;</c> in front aligns a column of numbers to the right.</param>
    public static Table Create(params IReadOnlyList<string> columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (string column in columns)
        {
            bool isNumber = column.StartsWith('>');
            var added = new TableColumn(Markup.Escape(column.TrimStart('>')));
            table.AddColumn(isNumber ? added.RightAligned() : added);
        }

        return table;
    }

    /// <summary>Adds a row of plain text: brackets in file names are no markup.</summary>
    public static void AddText(this Table table, params IReadOnlyList<string> cells) =>
        table.AddRow([.. cells.Select(cell => new Text(cell))]);

    /// <summary>A fraction as people read it.</summary>
    public static string Percent(double fraction) => $"{fraction * 100:0.00} %";
}
