using Ponder.Plans;

namespace Ponder.Export;

/// <summary>How the files of a staged model fit together.</summary>
/// <param name="Model">The model that was cut.</param>
/// <param name="Stages">One for each exit, shallow to deep.</param>
/// <param name="Labels">Class names by class index; empty when unknown.</param>
/// <param name="Preprocessing">How pixels become inputs; null when unknown.</param>
public sealed record StageManifest(string Model, IReadOnlyList<Stage> Stages, IReadOnlyList<string> Labels, Preprocessing? Preprocessing)
{
    /// <summary>The schema's version.</summary>
    public int Version { get; init; } = 1;
}
