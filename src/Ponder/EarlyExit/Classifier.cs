using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>The last layer of a network: what makes its classes of its features. Other classes need another one.</summary>
public static class Classifier
{
    /// <summary>The name of a replaced classifier's weights is this, a dot, and <c>weight</c> or <c>bias</c>.</summary>
    public const string Name = "classifier.logits";

    private static readonly string[] Layers = ["Gemm", "MatMul", "Conv"];

    // What stands between the last layer and the answer, and does not change which class is the largest.
    private static readonly string[] Passed = ["Flatten", "Reshape", "Squeeze", "Identity", "Add", "Softmax", "LogSoftmax", "Cast", "GlobalAveragePool", "ReduceMean", "Dropout"];

    /// <summary>The tensor that the last layer with weights reads.</summary>
    /// <param name="trunk">A network with one exit or without a plan and with one output.</param>
    /// <returns>Its name; features [N, C] or [N, C, H, W].</returns>
    /// <exception cref="ModelFormatException">The answer does not come from one such layer.</exception>
    public static string Features(GatedGraph trunk)
    {
        ArgumentNullException.ThrowIfNull(trunk);
        string answer = SingleAnswer.Of(trunk);
        var node = trunk.Producer(answer);
        while (node is not null && Passed.Contains(node.OpType))
            node = node.Inputs.Where(input => input.Length > 0 && !trunk.IsConstant(input)).ToArray() is [var only, ..] ? trunk.Producer(only) : null;
        return node is not null && Layers.Contains(node.OpType) && node.Inputs.Skip(1).All(trunk.IsConstant)
            ? node.Inputs[0]
            : throw new ModelFormatException(
                trunk.Source, $"classifier: expected '{answer}' to come from a last layer ({string.Join(", ", Layers)}), got {node?.ToString() ?? "none"}");
    }

    /// <summary>The same network with an untrained last layer for other classes. Features of [N, C, H, W] are averaged over positions.</summary>
    /// <param name="trunk">A network with one exit or without a plan and with one output; left as it is.</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <param name="seed">Seed of the layer's weights.</param>
    /// <returns>A network of one exit without labels; of the trunk's plan its preprocessing is kept.</returns>
    /// <exception cref="ModelFormatException">The answer does not come from a last layer with weights.</exception>
    public static GatedGraph Replace(GatedGraph trunk, int classes, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        string features = Features(trunk);
        return Join(GraphCutter.Extract(trunk, [features]), features, classes, seed, trunk.Plan is { } plan ? new Plans.ModelPlan([], [], plan.Preprocessing) : null);
    }

    /// <summary>The last layer alone, untrained: a network from features to classes whose weights have the names that they have behind the trunk.</summary>
    /// <param name="features">What it reads, [N, C] or [N, C, H, W].</param>
    /// <param name="classes">How many classes, at least 2.</param>
    /// <param name="seed">Seed of the weights: the same as in <see cref="Replace"/> gives the same.</param>
    public static GatedGraph Alone(TensorInfo features, int classes, int seed)
    {
        var builder = new GraphBuilder(Name, seed);
        var input = builder.Input(features.Name, features.Shape.Dimensions.AsSpan());
        return Finish(builder, input, classes, plan: null);
    }

    private static GatedGraph Join(GatedGraph part, string features, int classes, int seed, Plans.ModelPlan? plan)
    {
        var builder = GraphBuilder.Extend(part, seed);
        return Finish(builder, builder.Value(features), classes, plan);
    }

    private static GatedGraph Finish(GraphBuilder builder, GraphValue features, int classes, Plans.ModelPlan? plan)
    {
        var flat = features.Shape.Rank == 4 ? builder.GlobalAveragePool(features, "classifier.features") : features;
        var answer = builder.Linear(flat, Name, classes);
        var exits = ExitOutputs.Emit(builder, answer, out var outputs);
        return builder.Build((plan ?? new Plans.ModelPlan([], [])) with { Exits = exits }, outputs);
    }
}
