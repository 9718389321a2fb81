namespace Ponder.Evaluation;

/// <summary>One pass over a split: the summary and what lies behind it.</summary>
/// <param name="Result">The summary.</param>
/// <param name="Samples">One entry per sample, in the source's order.</param>
public sealed record EvaluationRun(EvaluationResult Result, IReadOnlyList<SampleResult> Samples);
