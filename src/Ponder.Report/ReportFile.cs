using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ponder.Report;

/// <summary>The report's data as a file, <c>runs/NAME/report.json</c>, to write the page again from.</summary>
public static class ReportFile
{
    // By reflection: source-generated code passes init-only properties as arguments, so that a key which is
    // missing would become null in place of the property's default.
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a diverged loss is NaN
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Writes a report's data as JSON; the file is replaced at once or not at all.</summary>
    /// <param name="model">What to write.</param>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <exception cref="ArgumentException">The model has faults; the message lists all.</exception>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void Write(ReportModel model, string path)
    {
        HtmlReport.ThrowIfFaulty(model);
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(model, Json));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>A model without faults.</returns>
    /// <exception cref="ReportFormatException">It is no report, or has faults; the message lists all.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static ReportModel Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var model = JsonSerializer.Deserialize<ReportModel>(File.ReadAllBytes(path), Json)
                ?? throw new ReportFormatException($"'{path}': expected a report, got null");
            var faults = ReportModelValidator.Faults(model);
            return faults.Count == 0
                ? model
                : throw new ReportFormatException($"'{path}': {string.Join("; ", faults)}");
        }
        catch (JsonException e)
        {
            throw new ReportFormatException($"'{path}': expected a report's JSON, got: {e.Message}", e);
        }
    }
}
