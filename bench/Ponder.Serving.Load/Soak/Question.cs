using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>A valid request whose answer is known.</summary>
/// <param name="Id">What it is called; no other is called so.</param>
/// <param name="Indexes">Its samples.</param>
/// <param name="Samples">The same, [n, C, H, W].</param>
/// <param name="Timeout">Microseconds, so many that they never matter; null for none.</param>
internal sealed record Question(string Id, int[] Indexes, float[] Samples, long? Timeout)
{
    /// <summary>The request over REST, with bytes or with numbers.</summary>
    public RequestBody Body(TargetModel model, bool isBinary) => isBinary ? RequestBody.Binary(model, Samples, Id, Timeout) : RequestBody.Numbers(model, Samples, Id, Timeout);
}
