using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Control;

/// <summary>Builds a network whose control nodes choose, for each sample, which of its nodes run.</summary>
/// <remarks>
/// Liu and Deng 2017 (arXiv:1701.00299). A node runs if it has no control edge or one whose action was chosen; a control node
/// chooses exactly one action, that of the highest score. Nodes may be added in any order and name each other before they are
/// there; all faults are found by <see cref="Build"/>. The result is a gated graph: every choice is a <c>Where</c>. Unlike the
/// paper, one action may let several nodes run, and a node that takes whichever source runs is one of its own, a merge.
/// Not thread-safe.
/// </remarks>
/// <param name="name">The network's name.</param>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class ControlGraphBuilder(string name, int seed = 0)
{
    private readonly List<ControlNodeSpec> _nodes = [];

    /// <summary>Adds an input, [N, sizes].</summary>
    /// <param name="node">Its name.</param>
    /// <param name="sizes">Sizes behind the batch, all positive.</param>
    public ControlGraphBuilder Input(string node, params ReadOnlySpan<int> sizes) =>
        Add(node, NodeKind.Input, null, [], [], [], [TensorShape.Batch, .. sizes]);

    /// <summary>Adds a regular node.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="sources">What it reads.</param>
    /// <param name="emit">Adds its operators.</param>
    /// <param name="when">Choices of which one lets it run; none for always.</param>
    public ControlGraphBuilder Regular(string node, IReadOnlyList<DataEdge> sources, LayerEmitter emit, params IReadOnlyList<ControlEdge> when) =>
        Add(node, NodeKind.Regular, emit, sources, when, [], []);

    /// <summary>Adds a control node.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="sources">What it reads.</param>
    /// <param name="actions">Names of its actions, at least two.</param>
    /// <param name="emit">Adds the operators of its scores, [N, actions].</param>
    /// <param name="when">Choices of which one lets it run; none for always.</param>
    public ControlGraphBuilder Control(
        string node, IReadOnlyList<DataEdge> sources, IReadOnlyList<string> actions, LayerEmitter emit, params IReadOnlyList<ControlEdge> when) =>
        Add(node, NodeKind.Control, emit, sources, when, actions, []);

    /// <summary>Adds a node that computes nothing: what an action lets run that stops.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="when">Choices of which one lets it run.</param>
    public ControlGraphBuilder Dummy(string node, params IReadOnlyList<ControlEdge> when) => Add(node, NodeKind.Dummy, null, [], when, [], []);

    /// <summary>Adds a node that passes on whichever of its sources runs.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="sources">Sources of one shape, of which never two run for the same sample.</param>
    /// <param name="otherwise">Sent where none of them runs; null where one always does.</param>
    /// <param name="when">Choices of which one lets it run; none for always.</param>
    public ControlGraphBuilder Merge(string node, IReadOnlyList<string> sources, HostTensor? otherwise = null, params IReadOnlyList<ControlEdge> when) =>
        Add(node, NodeKind.Merge, null, [.. sources.Select((source, i) => new DataEdge(source, i == 0 ? otherwise : null))], when, [], []);

    /// <summary>Finishes the network.</summary>
    /// <param name="answer">Name of the node that answers with logits, [N, classes]; it must always run.</param>
    /// <returns>A model with the outputs <c>logits</c>, <c>exit</c>, here the index of the path taken, and <c>confidence</c>.</returns>
    /// <exception cref="ModelFormatException">The control graph has faults; all are listed.</exception>
    public GatedGraph Build(string answer)
    {
        var faults = ControlGraphFaults.OfNames(_nodes, answer).ToArray();
        if (faults.Length > 0)
            throw new ModelFormatException(name, faults);
        var order = ControlGraphFaults.Order(_nodes);
        var activity = new Activity(name, order);
        faults = [.. ControlGraphFaults.OfActivity(order, activity, answer)];
        if (faults.Length > 0)
            throw new ModelFormatException(name, faults);
        return new ControlGraphCompiler(new GraphBuilder(name, seed), order, activity).Compile(answer);
    }

    private ControlGraphBuilder Add(
        string node, NodeKind kind, LayerEmitter? emit, IReadOnlyList<DataEdge> sources, IReadOnlyList<ControlEdge> when,
        IReadOnlyList<string> actions, IReadOnlyList<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(node);
        _nodes.Add(new ControlNodeSpec(node, kind, emit, sources, when, actions, shape));
        return this;
    }
}
