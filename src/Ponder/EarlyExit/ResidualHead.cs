using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A head with layers of its own: the tail of a small ResNet, then the mean over positions and one fully connected layer.</summary>
/// <param name="Stages">Runs of basic blocks in their order, at least one.</param>
public sealed record ResidualHead(IReadOnlyList<HeadStage> Stages) : IExitHead
{
    /// <inheritdoc/>
    public string Name => "residual";

    /// <inheritdoc/>
    public GraphValue Emit(GraphBuilder builder, GraphValue features, string exitName, int classes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var active = features;
        int number = 0;
        foreach (var stage in Stages)
        {
            for (int i = 0; i < stage.Blocks; i++)
                active = builder.BasicBlock(active, $"{exitName}.block{++number}", stage.Channels, i == 0 ? stage.Stride : 1);
        }

        return builder.Linear(builder.GlobalAveragePool(active, $"{exitName}.features"), $"{exitName}.logits", classes);
    }
}
