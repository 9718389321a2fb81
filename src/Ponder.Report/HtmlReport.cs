using System.Text;
using Ponder.Report.Html;

namespace Ponder.Report;

/// <summary>Writes a report as one HTML page that needs nothing else: no script, no link, pictures and plots inside.</summary>
public static class HtmlReport
{
    /// <summary>Writes the page; the file is replaced at once or not at all.</summary>
    /// <param name="model">What to show. All of its texts are escaped.</param>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <exception cref="ArgumentException">The model has faults; the message lists all.</exception>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void Write(ReportModel model, string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(Render(model)));

    /// <summary>The page as text.</summary>
    /// <param name="model">What to show. All of its texts are escaped.</param>
    /// <returns>An HTML document, UTF-8 when written; the same for the same model.</returns>
    /// <exception cref="ArgumentException">The model has faults; the message lists all.</exception>
    public static string Render(ReportModel model)
    {
        ThrowIfFaulty(model);
        return ReportPage.Render(model).Text;
    }

    internal static void ThrowIfFaulty(ReportModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var faults = ReportModelValidator.Faults(model);
        if (faults.Count > 0)
            throw new ArgumentException(string.Join("; ", faults), nameof(model));
    }
}
