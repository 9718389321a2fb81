using System.Text.Json.Serialization;

namespace Ponder.Inference.Deadlines;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DeadlineProfile))]
[JsonSerializable(typeof(KeptProfile))]
internal sealed partial class DeadlineJsonContext : JsonSerializerContext;
