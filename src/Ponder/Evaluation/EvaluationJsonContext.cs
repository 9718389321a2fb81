using System.Text.Json.Serialization;

namespace Ponder.Evaluation;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EvaluationResult))]
[JsonSerializable(typeof(SampleResult))]
[JsonSerializable(typeof(BenchmarkResult))]
[JsonSerializable(typeof(AccuracyCostCurve))]
internal sealed partial class EvaluationJsonContext : JsonSerializerContext;
