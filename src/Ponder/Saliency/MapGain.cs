using Ponder.Evaluation;

namespace Ponder.Saliency;

/// <summary>How much better a map tells inside from outside than another does on the same images.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="Against">The other's.</param>
/// <param name="Gain">Mean difference of areas under the ROC curve.</param>
public sealed record MapGain(string Map, string Against, BootstrapInterval Gain);
