using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Cli.Models;

/// <summary>Opens every model for the verbs that run one, also files of others.</summary>
internal static class ModelOpener
{
    /// <summary>Opens a model; a file without a plan becomes one of a single exit that is called <c>final</c>.</summary>
    /// <exception cref="ModelFormatException">The file is no model, or has no single answer.</exception>
    /// <exception cref="CommandException">The settings do not fit the model.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static GatedGraph Open(string path, ForeignSettings settings)
    {
        var graph = WithPlan(GatedGraph.Load(path));
        graph.Plan = settings.Complete(graph, graph.Plan!); // attaching makes one
        return graph;
    }

    /// <summary>Opens several models; the settings are for those that have no plan.</summary>
    /// <exception cref="ModelFormatException">A file is no model, or has no single answer.</exception>
    /// <exception cref="CommandException">The settings do not fit a model.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<GatedGraph> OpenAll(IEnumerable<string> paths, ForeignSettings settings) => [.. paths.Select(path =>
    {
        var graph = GatedGraph.Load(path);
        if (graph.Plan is not null)
            return graph;
        graph = WithPlan(graph);
        graph.Plan = settings.Complete(graph, graph.Plan!);
        return graph;
    })];

    private static GatedGraph WithPlan(GatedGraph graph) => graph.Plan is null
        ? ExitAttachment.Attach(graph, [], new ConfidenceExitPolicy(1), seed: 0) // no early exit, so neither is used
        : graph;
}
