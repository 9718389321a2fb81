namespace Ponder.Serving.Rest;

/// <summary>Every refusal.</summary>
/// <param name="Error">Where, expected, got.</param>
internal sealed record ErrorAnswer(string Error);
