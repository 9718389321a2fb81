using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Finds the answer of a network that has one.</summary>
internal static class SingleAnswer
{
    /// <summary>The tensor with the answer, [N, classes]: of the only exit, or the only output where there is no plan.</summary>
    /// <exception cref="ModelFormatException">The network has several answers, or one of another shape.</exception>
    public static string Of(GatedGraph trunk)
    {
        string[] answers = trunk.Plan is { } plan ? [.. plan.Exits.Select(exit => exit.Logits)] : [.. trunk.Outputs];
        if (answers.Length != 1)
            throw new ModelFormatException(trunk.Source, $"trunk: expected one answer, got {string.Join(", ", answers)}");
        var shape = trunk.Tensor(answers[0]).Shape;
        return shape.Rank == 2 && shape.HasBatch
            ? answers[0]
            : throw new ModelFormatException(trunk.Source, $"trunk: expected an answer [N, classes], got {answers[0]} {shape}");
    }
}
