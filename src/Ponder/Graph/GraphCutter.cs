using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Cuts a part out of a graph as a graph of its own: for the static trunk, and for runtimes that only know whole graphs.</summary>
public static class GraphCutter
{
    /// <summary>The part that computes some tensors from others.</summary>
    /// <param name="graph">The graph, left as it is.</param>
    /// <param name="outputs">Tensors to compute; they become the outputs, in this order.</param>
    /// <param name="inputs">Inner tensors that become inputs; null for none. The graph's own inputs stay where they are needed.</param>
    /// <exception cref="ModelFormatException">A tensor is not in the graph, or has no known shape.</exception>
    public static GatedGraph Extract(GatedGraph graph, IReadOnlyList<string> outputs, IReadOnlyCollection<string>? inputs = null)
    {
        inputs ??= [];
        var needed = new HashSet<string>(outputs);
        var nodes = new List<NodeProto>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(needed.Contains) || node.Outputs.All(inputs.Contains))
                continue;
            nodes.Add(node.Proto.Clone());
            needed.UnionWith(node.Inputs);
        }

        nodes.Reverse();
        var source = graph.Proto;
        var part = new ModelProto { IrVersion = source.IrVersion, ProducerName = source.ProducerName, Graph = new GraphProto { Name = source.Graph.Name } };
        part.OpsetImport.Add(source.OpsetImport);
        part.Graph.Node.Add(source.Graph.Node.Where(node => node.OpType == "Constant" && needed.Contains(node.Output[0])));
        part.Graph.Node.Add(nodes);
        part.Graph.Initializer.Add(source.Graph.Initializer.Where(tensor => needed.Contains(tensor.Name) && !inputs.Contains(tensor.Name)));
        part.Graph.Input.Add(source.Graph.Input.Where(input => needed.Contains(input.Name) && !inputs.Contains(input.Name)));
        part.Graph.Input.Add(inputs.Where(needed.Contains).Select(name => ValueInfoCodec.Encode(graph.Tensor(name))));
        part.Graph.Output.Add(outputs.Select(name => ValueInfoCodec.Encode(graph.Tensor(name))));
        return new GatedGraph(part, graph.Source);
    }
}
