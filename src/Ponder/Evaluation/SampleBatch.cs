using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>One batch, ready to be fed.</summary>
/// <param name="Start">Index of its first sample, 0-based.</param>
/// <param name="Count">Number of its samples; rows of the input past them are padding.</param>
/// <param name="Feeds">The model's input and the overrides.</param>
internal readonly record struct SampleBatch(int Start, int Count, IReadOnlyDictionary<string, HostTensor> Feeds);
