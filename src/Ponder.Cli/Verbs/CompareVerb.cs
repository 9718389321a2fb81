using System.CommandLine;
using Ponder.Cli.Comparing;
using Ponder.Report;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder compare</c>: the curves of several runs on the same axes.</summary>
internal static class CompareVerb
{
    public static Command Create(Terminal terminal)
    {
        var runs = new Argument<string[]>("RUN") { Description = "Folders of runs with early exits, of the same test samples; the first is what the others are compared with. Runs of one recipe with several seeds count as one, on average.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "Where the page goes.", HelpName = "FILE", DefaultValueFactory = _ => "comparison.html" };
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "compare", "Set runs beside each other: accuracy against cost, with what chance could have made of the differences.",
            "ponder compare runs/alexnet-joint runs/alexnet",
            "ponder compare runs/alexnet-joint-{1,2,3} runs/alexnet-{1,2,3} --out alexnet.html --json") { runs, output, json };
        verb.SetAction((parsed, cancellationToken) =>
        {
            var comparison = RunComparison.Of(terminal, parsed.GetRequiredValue(runs), cancellationToken);
            string page = parsed.GetRequiredValue(output);
            HtmlReport.Write(ComparisonPage.Of(comparison), page);
            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, comparison, CliJson.Default.Comparison);
            else
            {
                ComparisonTables.Show(terminal.Tables(json: false), comparison);
                terminal.WriteLine(page);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return verb;
    }
}
