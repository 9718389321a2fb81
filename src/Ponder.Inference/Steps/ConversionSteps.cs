using Ponder.Graph;
using Ponder.Inference.Compilation;

namespace Ponder.Inference.Steps;

/// <summary>Casts, and what is done with truth values and whole numbers one by one. One flat table.</summary>
internal static class ConversionSteps
{
    /// <summary>The step, or null when the operator is none of these.</summary>
    public static IStep? Create(GraphNode node, TensorLayout source, TensorLayout output) =>
        (node.OpType, source.Info.ElementType, output.Info.ElementType) switch
        {
            ("Min" or "Max", ElementType.Float32, _) when node.Inputs.Count == 1 => Step<float, float>(value => value, source, output),
            ("Cast", ElementType.Float32, ElementType.Float32) => Step<float, float>(value => value, source, output),
            ("Cast", ElementType.Float32, ElementType.Int64) => Step<float, long>(value => (long)value, source, output),
            ("Cast", ElementType.Float32, ElementType.Boolean) => Step<float, bool>(value => value != 0, source, output),
            ("Cast", ElementType.Int64, ElementType.Float32) => Step<long, float>(value => value, source, output),
            ("Cast" or "Identity", ElementType.Int64, ElementType.Int64) => Step<long, long>(value => value, source, output),
            ("Cast", ElementType.Int64, ElementType.Boolean) => Step<long, bool>(value => value != 0, source, output),
            ("Cast", ElementType.Boolean, ElementType.Float32) when source.IsImage && output.IsImage => new FlagStep(source, output),
            ("Cast", ElementType.Boolean, ElementType.Float32) => Step<bool, float>(value => value ? 1 : 0, source, output),
            ("Cast", ElementType.Boolean, ElementType.Int64) => Step<bool, long>(value => value ? 1 : 0, source, output),
            ("Cast" or "Identity", ElementType.Boolean, ElementType.Boolean) => Step<bool, bool>(value => value, source, output),
            ("Not", ElementType.Boolean, _) => Step<bool, bool>(value => !value, source, output),
            _ => null,
        };

    private static ConvertStep<TSource, TResult> Step<TSource, TResult>(Func<TSource, TResult> function, TensorLayout source, TensorLayout output) =>
        new(function, source, output);
}
