using Spectre.Console;

namespace Ponder.Cli;

/// <summary>Where a command writes and what time it is: all that a verb sees of its process.</summary>
/// <param name="output">Standard output: tables, or one JSON object.</param>
/// <param name="error">Standard error: progress, errors, and tables beside JSON.</param>
/// <param name="time">The clock.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, TimeProvider time)
{
    // Wide enough for every table, so that lines in a file or a pipe do not depend on somebody's window.
    private const int PipedWidth = 160;

    public TextWriter Output => output;

    public TextWriter Error => error;

    public TimeProvider Time => time;

    /// <summary>Whether people watch standard output.</summary>
    public bool IsOutputInteractive { get; init; }

    /// <summary>Whether people watch standard error, so that bars make sense.</summary>
    public bool IsErrorInteractive { get; init; }

    /// <summary>Writes a line to standard output: JSON, or a path.</summary>
    public void WriteLine(string line) => output.WriteLine(line);

    /// <summary>Writes a line to standard error: what is going on.</summary>
    public void Log(string line) => error.WriteLine(line);

    /// <summary>The console for tables: standard output, or standard error when JSON has the output to itself.</summary>
    public IAnsiConsole Tables(bool json) =>
        json ? Create(error, IsErrorInteractive) : Create(output, IsOutputInteractive);

    /// <summary>The console for progress: always standard error.</summary>
    public IAnsiConsole Progress() => Create(error, IsErrorInteractive);

    private static IAnsiConsole Create(TextWriter writer, bool isInteractive)
    {
        bool isPlain = !isInteractive || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isInteractive)
            console.Profile.Width = PipedWidth;
        return console;
    }
}
