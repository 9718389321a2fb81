namespace Ponder.Serving.Protocol;

/// <summary>A request's failure as it is told.</summary>
/// <param name="Error">What kind.</param>
/// <param name="Message">Where, expected, got.</param>
public sealed record ServingFault(ServingError Error, string Message);
