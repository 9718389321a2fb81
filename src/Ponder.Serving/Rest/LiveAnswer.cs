namespace Ponder.Serving.Rest;

/// <summary>Whether the server lives, or is ready: the protocol calls both the same.</summary>
/// <param name="Live">Whether it is.</param>
internal sealed record LiveAnswer(bool Live);
