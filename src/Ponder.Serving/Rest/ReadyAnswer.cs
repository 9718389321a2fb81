namespace Ponder.Serving.Rest;

/// <summary>Whether a model answers.</summary>
/// <param name="Name">The model.</param>
/// <param name="Ready">Whether it does.</param>
internal sealed record ReadyAnswer(string Name, bool Ready);
