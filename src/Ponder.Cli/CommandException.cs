namespace Ponder.Cli;

/// <summary>A command was asked for something that its arguments or files do not allow.</summary>
/// <param name="message">One line: where, expected, got.</param>
internal sealed class CommandException(string message) : Exception(message);
