using Ponder.Serving.Models;

namespace Ponder.Serving.Rest;

/// <summary>A model of the repository.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">READY or UNAVAILABLE.</param>
internal sealed record RepositoryEntry(string Name, string Version, string State)
{
    /// <summary>The state of a model that is loaded.</summary>
    public const string Ready = "READY";

    /// <summary>All models, loaded or not.</summary>
    public static RepositoryEntry[] All(ModelRepository models) => [.. models.Names.Select(name => new RepositoryEntry(name, ServedModel.Version, models.Find(name) is null ? "UNAVAILABLE" : Ready))];
}
