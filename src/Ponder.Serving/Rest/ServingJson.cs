using System.Text.Json.Serialization;

namespace Ponder.Serving.Rest;

/// <summary>The protocol's answers that are plain records.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(LiveAnswer))]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(RepositoryEntry[]))]
[JsonSerializable(typeof(StatisticsAnswer))]
internal sealed partial class ServingJson : JsonSerializerContext;
