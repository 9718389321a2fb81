using System.Text.RegularExpressions;

namespace Ponder.Cli.Predicting;

/// <summary>A file with an optional range of its items: <c>FILE</c> or <c>FILE[a:b]</c>.</summary>
internal static partial class FileRange
{
    public static (string Path, Range? Range) Parse(string argument)
    {
        var match = Pattern().Match(argument);
        if (!match.Success || File.Exists(argument))
            return (argument, null);
        bool isRange = int.TryParse(match.Groups["start"].ValueSpan, out int start) & int.TryParse(match.Groups["end"].ValueSpan, out int end);
        return isRange && start < end
            ? (match.Groups["path"].Value, start..end)
            : throw new CommandException($"{argument}: expected [a:b] with a below b, got [{match.Groups["start"]}:{match.Groups["end"]}]");
    }

    [GeneratedRegex(@"^(?<path>.+)\[(?<start>\d+):(?<end>\d+)\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
