namespace Ponder.Client;

/// <summary>Asks again where that is safe and of use.</summary>
/// <remarks>
/// Only where the server said that it did not start (too many wait, or it is going away). An answer that was too late is not asked for again, nor
/// one whose connection broke: nobody knows whether it was computed, and the caller knows whether it is still wanted.
/// </remarks>
internal static class Retry
{
    private const int Attempts = 3;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static async Task<T> RunAsync<T>(Func<Task<T>> attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        for (int left = Attempts - 1; ; left--)
        {
            try
            {
                return await attempt();
            }
            catch (InferenceException refusal) when (left > 0 && refusal.RetryAfter is { } pause)
            {
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellationToken);
            }
        }
    }
}
