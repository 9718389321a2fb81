using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Cuts a part out of a graph as a graph of its own: for the static trunk, and for runtimes that only know whole graphs.</summary>
public static class GraphCutter
{
    /// <summary>The part that computes some tensors from others.</summary>
    /// <param name="graph">The graph, left as it is.</param>
    /// <param name="outputs">Tensors to compute; they become the outputs, in this order.</param>
    /// <param name="inputs">Inner tensors that become inputs; null for none. The graph's own inputs stay where they are needed.</param>
    /// <exception cref="ModelFormatException">
    /// A tensor is not in the graph, or has no known shape; an operator cannot be brought to opset 17.
    /// </exception>
    public static GatedGraph Extract(GatedGraph graph, IReadOnlyList<string> outputs, IReadOnlyCollection<string>? inputs = null)
    {
        graph.ThrowIfNotConverted();
        inputs ??= [];
        var needed = new HashSet<string>(outputs);
        var nodes = new List<NodeProto>();
        foreach (var node in graph.Nodes.Reverse())
        {
            if (!node.Outputs.Any(output => needed.Contains(output) && !inputs.Contains(output)))
                continue;
            nodes.Add(node.Proto.Clone());
            needed.UnionWith(node.Inputs.Where(input => input.Length > 0));
        }

        nodes.Reverse();
        var source = graph.Proto;
        var part = new ModelProto { IrVersion = source.IrVersion, ProducerName = source.ProducerName, Graph = new GraphProto { Name = source.Graph.Name } };
        part.OpsetImport.Add(source.OpsetImport.Select(opset => opset.Clone()));
        // Values are cloned (a tensor's bytes stay shared), so that setting a constant of the one leaves the other alone.
        part.Graph.Node.Add(source.Graph.Node.Where(node => node.OpType == "Constant" && IsStored(node.Output[0])).Select(node => node.Clone()));
        part.Graph.Node.Add(nodes);
        part.Graph.Initializer.Add(source.Graph.Initializer.Where(tensor => IsStored(tensor.Name)).Select(tensor => tensor.Clone()));
        part.Graph.Input.Add(source.Graph.Input.Where(input => needed.Contains(input.Name)).Select(input => input.Clone()));
        var declared = part.Graph.Input.Select(input => input.Name).ToHashSet();
        part.Graph.Input.Add(inputs.Where(name => needed.Contains(name) && !declared.Contains(name))
            .Select(name => ValueInfoCodec.Encode(graph.Tensor(name))));
        part.Graph.Output.Add(outputs.Select(name => ValueInfoCodec.Encode(graph.Tensor(name))));
        return new GatedGraph(part, graph.Source);

        bool IsStored(string name) => graph.IsConstant(name) && needed.Contains(name) && !inputs.Contains(name);
    }

    /// <summary>The same graph with another name for a tensor that an operator makes.</summary>
    internal static GatedGraph Rename(GatedGraph graph, string tensor, string name)
    {
        graph.ThrowIfNotConverted();
        var model = graph.Proto.Clone();
        foreach (var list in model.Graph.Node.SelectMany(node => new[] { node.Input, node.Output }))
        {
            for (int i = 0; i < list.Count; i++)
                list[i] = list[i] == tensor ? name : list[i];
        }

        foreach (var output in model.Graph.Output.Where(output => output.Name == tensor))
            output.Name = name;
        return new GatedGraph(model, graph.Source);
    }
}
