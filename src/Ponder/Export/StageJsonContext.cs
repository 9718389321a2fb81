using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ponder.Export;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a threshold may be infinite
    WriteIndented = true)]
[JsonSerializable(typeof(StageManifest))]
internal sealed partial class StageJsonContext : JsonSerializerContext;
