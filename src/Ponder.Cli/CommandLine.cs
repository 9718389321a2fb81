using System.CommandLine;
using System.CommandLine.Help;
using Ponder.Cli.Verbs;

namespace Ponder.Cli;

/// <summary>The command <c>ponder</c>: its verbs, and one run of it.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The words after <c>ponder</c>.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellationToken">Set when the user interrupts.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = Create(terminal).Parse(arguments);
        if (parsed.Errors is [var first, ..])
        {
            await terminal.Error.WriteLineAsync($"error: {OneLine.Of(first.Message)} (try: ponder {VerbOf(parsed)}--help)");
            return ExitCodes.BadInput;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false, // CommandEdge does it
            ProcessTerminationTimeout = null, // Program does it
        };
        return await CommandEdge.RunAsync(terminal, token => parsed.InvokeAsync(configuration, token), cancellationToken);
    }

    private static Command Create(Terminal terminal)
    {
        var root = new Command("ponder", "Neural networks that think only as long as each input needs.")
        {
            QuickstartVerb.Create(terminal),
            DataVerb.Create(terminal),
            TrainVerb.Create(terminal),
            AttachVerb.Create(terminal),
            CascadeVerb.Create(terminal),
            CalibrateVerb.Create(terminal),
            EvaluateVerb.Create(terminal),
            BenchmarkVerb.Create(terminal),
            PredictVerb.Create(terminal),
            MapsVerb.Create(terminal),
            InspectVerb.Create(terminal),
            ExportVerb.Create(terminal),
            ServeVerb.Create(terminal),
            ReportVerb.Create(terminal),
            CompareVerb.Create(terminal),
        };
        root.Add(new HelpOption { Action = new HelpWithExamples(isAsked: true) });
        root.Add(new VersionOption());
        root.Action = new HelpWithExamples(isAsked: false);
        return root;
    }

    private static string VerbOf(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command.Parents.FirstOrDefault() is not Command parent ? ""
            : parent.Parents.Any() ? $"{parent.Name} {command.Name} " : $"{command.Name} ";
    }
}
