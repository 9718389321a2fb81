namespace Ponder.Inference.Compilation;

/// <summary>Where every tensor lies.</summary>
/// <param name="Layouts">By the name that the view gives.</param>
/// <param name="Views">Tensors that are another one's memory under a new shape: nothing writes them.</param>
internal sealed record LayoutPlan(IReadOnlyDictionary<string, TensorLayout> Layouts, IReadOnlySet<string> Views);
