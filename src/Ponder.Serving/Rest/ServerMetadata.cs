namespace Ponder.Serving.Rest;

/// <summary>What the server is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">Extensions of the protocol that it knows.</param>
internal sealed record ServerMetadata(string Name, string Version, string[] Extensions)
{
    /// <summary>The assembly's version.</summary>
    public static string OwnVersion { get; } = typeof(ServerMetadata).Assembly.GetName().Version?.ToString(3) ?? "0";
}
