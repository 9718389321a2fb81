using System.Text;
using Ponder.Report.Html;

namespace Ponder.Report;

/// <summary>Writes a report as one HTML page that needs nothing else: no script, no link, pictures inside.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page; the file is replaced at once or not at all.</summary>
    /// <param name="model">What to show. All of its texts are escaped.</param>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <exception cref="ArgumentException">The model has faults; the message lists all.</exception>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void Write(ReportModel model, string path) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Render(model)));

    /// <summary>The page as text.</summary>
    /// <param name="model">What to show. All of its texts are escaped.</param>
    /// <returns>An HTML document, UTF-8 when written; the same for the same model.</returns>
    /// <exception cref="ArgumentException">The model has faults; the message lists all.</exception>
    public static string Render(ReportModel model)
    {
        ThrowIfFaulty(model);
        return ReportPage.Render(model).Text;
    }

    /// <summary>Writes the page of several runs; the file is replaced at once or not at all.</summary>
    /// <param name="model">What to show. All of its texts are escaped.</param>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <exception cref="ArgumentException">There is no curve, or a table has a row of another length than its titles.</exception>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void Write(ComparisonModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Curves.Count == 0 || model.Tables.Any(table => table.Rows.Any(row => row.Length != table.Titles.Count)))
            throw new ArgumentException("comparison: expected at least one curve, and rows as long as their titles", nameof(model));
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(ComparisonSections.Render(model).Text));
    }

    internal static void ThrowIfFaulty(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var faults = ReportModelValidator.Faults(model);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(model));
    }
}
