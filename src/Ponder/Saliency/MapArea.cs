using Ponder.Evaluation;

namespace Ponder.Saliency;

/// <summary>How well a map tells inside from outside.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="Area">Mean area under the ROC curve; 0.5 says nothing, 1 is best.</param>
public sealed record MapArea(string Map, BootstrapInterval Area);
