namespace Ponder.Cli.Tests;

/// <summary>One run of the command in this process, with what it wrote.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public static Task<CommandRun> Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static async Task<CommandRun> Of(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = await CommandLine.RunAsync(arguments, new Terminal(output, error, TimeProvider.System), cancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Bad input is one line on standard error, nothing on standard output, code 2.</summary>
    public void AssertRefused(params string[] fragments)
    {
        Assert.Equal(ExitCodes.BadInput, Code);
        Assert.Empty(Output);
        string line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.All(fragments, fragment => Assert.Contains(fragment, line, StringComparison.Ordinal));
    }
}
