using System.CommandLine;
using Ponder.Cli.Runs;
using Ponder.Report;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder report</c>: writes a run's page again from its data.</summary>
internal static class ReportVerb
{
    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string>("RUN") { Description = "A run's folder." };
        var output = new Option<string?>("--out") { Description = "Where the page goes; default: report.html in the run's folder.", HelpName = "FILE" };
        var verb = new VerbCommand("report", "Write the HTML report of a run again.", "ponder report runs/quickstart") { run, output };
        verb.SetAction(parsed =>
        {
            var folder = RunFolder.Open(parsed.GetRequiredValue(run));
            string page = parsed.GetValue(output) ?? folder.ReportPage;
            HtmlReport.Write(ReportFile.Read(folder.ReportData), page);
            terminal.WriteLine(page);
            return ExitCodes.Done;
        });
        return verb;
    }
}
