namespace Ponder.Graph;

/// <summary>Checks what a caller feeds, so that all executors refuse the same feeds with the same words.</summary>
public static class FeedValidator
{
    /// <summary>Checks names, types, shapes, and that all feeds agree on the batch size.</summary>
    /// <param name="graph">The graph that will run.</param>
    /// <param name="feeds">Tensors by name: inputs, thresholds ([1] or [N, 1]), or inner tensors that override the graph.</param>
    /// <returns>The batch size N; 1 when nothing that is fed has a batch.</returns>
    /// <exception cref="ArgumentException">A feed is unknown or has another type or shape, or the batch is empty.</exception>
    public static int Validate(GatedGraph graph, IReadOnlyDictionary<string, HostTensor> feeds)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(feeds);
        int? batch = null;
        foreach (var (name, feed) in feeds)
        {
            if (!graph.Contains(name))
                throw new ArgumentException($"feed '{name}': expected a tensor of {graph.Source}, got an unknown name", nameof(feeds));
            if (graph.FindTensor(name) is { } expected && FindBatch(graph, expected, feed) is { } count)
            {
                if (count == 0)
                    throw new ArgumentException($"{Place(graph, name)}: expected at least one sample, got {Describe(feed)}", nameof(feeds));
                if ((batch ??= count) != count)
                    throw new ArgumentException($"{Place(graph, name)}: expected a batch of {batch}, got {Describe(feed)}", nameof(feeds));
            }
        }

        return batch ?? 1;
    }

    /// <summary>Checks that some tensors are in the graph.</summary>
    /// <exception cref="ArgumentException">None is asked for, or one is not in the graph.</exception>
    public static void ValidateOutputs(GatedGraph graph, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count == 0)
            throw new ArgumentException($"outputs: expected at least one tensor of {graph.Source}, got none", nameof(outputs));
        if (outputs.FirstOrDefault(output => !graph.Contains(output)) is { } unknown)
            throw new ArgumentException($"output '{unknown}': expected a tensor of {graph.Source}, got an unknown name", nameof(outputs));
    }

    private static int? FindBatch(GatedGraph graph, TensorInfo expected, HostTensor feed)
    {
        var shape = expected.Shape;
        if (feed.ElementType != expected.ElementType)
            throw Mismatch(graph, expected, feed);
        if (feed.Shape.SequenceEqual(shape.Dimensions))
            return null;

        // A threshold may differ from sample to sample.
        if (shape == TensorShape.Of(1) && graph.IsConstant(expected.Name) && feed.Shape is [var rows, 1])
            return rows;
        return shape.HasBatch && feed.Shape.Count == shape.Rank && feed.Shape.Skip(1).SequenceEqual(shape.Dimensions.Skip(1))
            ? feed.Shape[0]
            : throw Mismatch(graph, expected, feed);
    }

    private static ArgumentException Mismatch(GatedGraph graph, TensorInfo expected, HostTensor feed) => new(
        $"{Place(graph, expected.Name)}: expected {expected.ElementType} {expected.Shape}, got {Describe(feed)}");

    private static string Place(GatedGraph graph, string name) =>
        graph.Inputs.Any(input => input.Name == name) ? $"input '{name}'" : $"feed '{name}'";

    private static string Describe(HostTensor feed) => $"{feed.ElementType} [{string.Join(", ", feed.Shape)}]";
}
