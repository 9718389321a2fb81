using Ponder.Graph;

namespace Ponder.Control;

/// <summary>Adds the operators of a node to a graph.</summary>
/// <param name="builder">The graph.</param>
/// <param name="name">The node's name: by custom that of its output, and the first part of the names of everything in it.</param>
/// <param name="inputs">What its data edges bring, in their order.</param>
/// <returns>The node's output; of a control node the scores, [N, actions].</returns>
public delegate GraphValue LayerEmitter(GraphBuilder builder, string name, IReadOnlyList<GraphValue> inputs);
