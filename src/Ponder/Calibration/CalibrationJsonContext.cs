using System.Text.Json.Serialization;

namespace Ponder.Calibration;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CalibrationResult))]
internal sealed partial class CalibrationJsonContext : JsonSerializerContext;
