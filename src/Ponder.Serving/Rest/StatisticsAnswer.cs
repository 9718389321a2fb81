namespace Ponder.Serving.Rest;

/// <summary>What models have done.</summary>
/// <param name="ModelStats">One for each model.</param>
internal sealed record StatisticsAnswer(ModelCounts[] ModelStats);
