using Ponder.Graph.Onnx;

namespace Ponder.Graph;

/// <summary>Puts nodes behind the producers of what they read. Files that are in order already stay as they are.</summary>
internal static class TopologicalOrder
{
    public static IReadOnlyList<NodeProto> Of(ModelProto model, string source)
    {
        var graph = model.Graph;
        var waiting = new Dictionary<string, List<int>>(); // tensor -> nodes that wait for it
        int[] missing = new int[graph.Node.Count];
        var made = graph.Node.SelectMany(node => node.Output).Where(output => output.Length > 0).ToHashSet();
        for (int i = 0; i < missing.Length; i++)
        {
            foreach (string input in graph.Node[i].Input.Where(made.Contains).Distinct())
            {
                missing[i]++;
                if (!waiting.TryGetValue(input, out var readers))
                    waiting[input] = readers = [];
                readers.Add(i);
            }
        }

        // The smallest index first keeps a file's own order.
        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < missing.Length; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, i);
        }

        var ordered = new List<NodeProto>(missing.Length);
        while (ready.TryDequeue(out int at, out _))
        {
            ordered.Add(graph.Node[at]);
            foreach (string output in graph.Node[at].Output)
            {
                foreach (int reader in waiting.GetValueOrDefault(output) ?? [])
                {
                    if (--missing[reader] == 0)
                        ready.Enqueue(reader, reader);
                }
            }
        }

        if (ordered.Count < missing.Length)
        {
            throw new ModelFormatException(source, [.. graph.Node.Where((_, i) => missing[i] > 0)
                .Select(node => $"node '{node.Name}' ({node.OpType}) waits for itself in a cycle")]);
        }

        return ordered;
    }
}
