namespace Ponder.Serving.Rest;

/// <summary>What the server is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Extensions">Extensions of the protocol that it knows.</param>
internal sealed record ServerMetadata(string Name, string Version, string[] Extensions)
{
    /// <summary>This server.</summary>
    public static ServerMetadata Own { get; } = new(
        "ponder", typeof(ServerMetadata).Assembly.GetName().Version?.ToString(3) ?? "0", ["binary_tensor_data", "model_repository", "parameters", "schedule_policy", "statistics"]);
}
