namespace Ponder.Inference.Steps;

/// <summary>What a row operator does with one sample's row.</summary>
internal delegate void RowFunction<TSource, TResult>(ReadOnlySpan<TSource> source, Span<TResult> destination);
