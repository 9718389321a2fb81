using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Zoo;

/// <summary>A head that one paper describes and nobody else needs; its layers stand beside the paper's network.</summary>
/// <param name="name">The head's name.</param>
/// <param name="emitFeatures">Emits all layers but the last from graph, features and exit name; the result is [N, C, H, W].</param>
internal sealed class PaperHead(string name, Func<GraphBuilder, GraphValue, string, GraphValue> emitFeatures) : IExitHead
{
    public string Name => name;

    public GraphValue Emit(GraphBuilder builder, GraphValue features, string exitName, int classes) => builder.Linear(
        builder.Flatten(emitFeatures(builder, features, exitName), $"{exitName}.features"), $"{exitName}.logits", classes);
}
