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
        var plan = graph.Plan ?? throw new CommandException($"{graph.Source}: expected a model with a plan, got a foreign one");
        var set = DataCatalog.Open(data, ModelForm.Of(graph), terminal.Log);
        int classes = graph.Tensor(plan.Exits[^1].Logits).Shape[1];
        if (set.Labels.Count != classes)
            throw new CommandException($"{graph.Source}: expected data of {classes} classes, got the {set.Labels.Count} of {data}");
        var samples = set.Open(split, plan.Preprocessing);
        var input = graph.Inputs[0];
        return input.Shape.Dimensions.Skip(1).SequenceEqual(samples.SampleShape)
            ? samples
            : throw new CommandException($"{graph.Source}: expected samples {input.Shape}, got [N, {string.Join(", ", samples.SampleShape)}] from {data}");
    }
}
