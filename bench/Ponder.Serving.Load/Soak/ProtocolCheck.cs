using System.Text.Json;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Whether a response is the protocol's, whatever was asked.</summary>
internal static class ProtocolCheck
{
    private const int Success = 200;
    private const int FirstRefusal = 400;
    private const int ServerFault = 500; // the server's own mistake, however politely it is told

    /// <summary>An answer or a refusal.</summary>
    /// <param name="name">Who asked.</param>
    /// <param name="response">What came.</param>
    public static SoakOutcome Judge(string name, ResponseBuffer response)
    {
        string? fault = response.HasSurplus ? $"{name}: expected one answer, got more"
            : response.Status is not Success and (< FirstRefusal or ServerFault) ? $"{name}: expected an answer or a refusal, got status {response.Status}: {Text(response)}"
            : Has(response, response.Status == Success ? "outputs" : "error") ? null
            : $"{name}: expected the protocol's JSON, got status {response.Status}: {Text(response)}";
        return new SoakOutcome($"{response.Status}", fault);
    }

    /// <summary>A refusal of one kind.</summary>
    /// <param name="name">Who asked.</param>
    /// <param name="response">What came.</param>
    /// <param name="status">The only right status.</param>
    public static SoakOutcome Judge(string name, ResponseBuffer response, int status) => response.Status == status
        ? Judge(name, response)
        : new SoakOutcome($"{response.Status}", $"{name}: expected status {status}, got {response.Status}: {Text(response)}");

    private static bool Has(ResponseBuffer response, string property)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(property, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(ResponseBuffer response)
    {
        const int Most = 200;
        string text = System.Text.Encoding.UTF8.GetString(response.Json.Span);
        return text.Length > Most ? text[..Most] : text;
    }
}
