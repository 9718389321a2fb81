namespace Ponder.Cli;

/// <summary>Messages of one line, so that a log or a script sees one failure as one line.</summary>
internal static class OneLine
{
    public static string Of(string message) =>
        string.Join("; ", message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
