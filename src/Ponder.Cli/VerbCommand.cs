using System.CommandLine;

namespace Ponder.Cli;

/// <summary>A verb with examples in its help.</summary>
/// <param name="name">What people type.</param>
/// <param name="description">One or two sentences.</param>
/// <param name="examples">Whole command lines.</param>
internal sealed class VerbCommand(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    public IReadOnlyList<string> Examples => examples;
}
