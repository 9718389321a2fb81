namespace Ponder.Serving.Rest;

/// <summary>A model of the repository.</summary>
/// <param name="Name">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">READY or UNAVAILABLE.</param>
internal sealed record RepositoryEntry(string Name, string Version, string State);
