using System.Text.Json.Serialization;

namespace Ponder.Training.Trainers;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(EpochMetrics))]
internal sealed partial class TrainingJsonContext : JsonSerializerContext;
