using Ponder.Cli.Recipes;
using Ponder.Data;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.Report;
using Ponder.Training.Trainers;

namespace Ponder.Cli;

/// <summary>The one place where failures become a line on standard error and an exit code.</summary>
/// <remarks>
/// Only the named failures of input and environment are caught. Anything else is a bug of ours and keeps its stack trace.
/// </remarks>
internal static class CommandEdge
{
    public static async Task<int> RunAsync(
        Terminal terminal, Func<CancellationToken, Task<int>> command, CancellationToken cancellationToken)
    {
        try
        {
            return await command(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception failure) when (IsInputOrEnvironment(failure))
        {
            await terminal.Error.WriteLineAsync($"error: {OneLine.Of(Message(failure))}");
            return ExitCodes.BadInput;
        }
    }

    private static bool IsInputOrEnvironment(Exception failure) => failure is CommandException or RecipeException
        or ModelFormatException or UnsupportedOperatorException or DataNotFoundException or DataFormatException or ReportFormatException
        or CheckpointException or DivergenceException
        or ArgumentException or IOException
        or UnauthorizedAccessException;

    // The runtime appends the parameter's name to the message of an ArgumentException; to a user it means nothing.
    private static string Message(Exception failure) =>
        failure is ArgumentException { ParamName: { } name } ? failure.Message.Replace($" (Parameter '{name}')", "") : failure.Message;
}
