using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ponder.Cli;

/// <summary>Help as the library writes it, with a verb's examples below.</summary>
/// <param name="isAsked">Whether the user asked for help; then the rest of the line need not be right.</param>
internal sealed class HelpWithExamples(bool isAsked) : SynchronousCommandLineAction
{
    // The same text for everybody, whatever window it is read in.
    private readonly HelpAction _help = new() { MaxWidth = 120 };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => isAsked;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand { Examples.Count: > 0 } verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
                output.WriteLine($"  {example}");
        }

        return code;
    }
}
