using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>A tensor and, for each element of a result, the place of its element that is beside it.</summary>
internal sealed record SpreadOperand(TensorLayout Layout, int[] Places)
{
    /// <summary>The operand, or null when the engine does not spread it.</summary>
    public static SpreadOperand? Of(TensorLayout? layout, TensorLayout result) =>
        layout is not null && ElementPlaces.Spread(layout, result) is { } places ? new SpreadOperand(layout, places) : null;
}
