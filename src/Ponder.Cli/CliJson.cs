using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ponder.Cli.Benchmarking;
using Ponder.Cli.Comparing;
using Ponder.Cli.Inspection;
using Ponder.Cli.Mapping;
using Ponder.Cli.Predicting;
using Ponder.Cli.Runs;

namespace Ponder.Cli;

/// <summary>The JSON that the command itself makes; the libraries write their own results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ModelInspection))]
[JsonSerializable(typeof(PredictionReport))]
[JsonSerializable(typeof(MapReport))]
[JsonSerializable(typeof(BoxReport))]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(ControlResult))]
[JsonSerializable(typeof(HaltingResult))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(DeadlineResult))]
internal sealed partial class CliJson : JsonSerializerContext
{
    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type) => output.WriteLine(Text(value, type));

    public static string Text<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);
}
