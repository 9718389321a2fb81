using Ponder.Cli.Models;
using Ponder.Data;
using Ponder.Graph;

namespace Ponder.Cli.Data;

/// <summary>Opens the samples that a command line names, preprocessed as the model wants them.</summary>
internal static class SampleFinder
{
    /// <summary>Opens a split for a model.</summary>
    /// <exception cref="DataNotFoundException">There is no such data set or split.</exception>
    /// <exception cref="DataFormatException">A file is damaged.</exception>
    /// <exception cref="CommandException">The samples do not fit the model.</exception>
    public static SplitSource Open(Terminal terminal, GatedGraph graph, string data, string split)
    {
        if (graph.Plan is null)
            throw new CommandException($"{graph.Source}: expected a model with a plan, got a foreign one");
        var samples = ModelData.Open(terminal, graph, data).Open(split);
        var input = graph.Inputs[0];
        return input.Shape.Dimensions.Skip(1).SequenceEqual(samples.SampleShape)
            ? samples
            : throw new CommandException($"{graph.Source}: expected samples {input.Shape}, got [N, {string.Join(", ", samples.SampleShape)}] from {data}");
    }
}
