using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Soak;

/// <summary>Makes valid requests of random batches. For one client.</summary>
/// <param name="samples">What to ask.</param>
/// <param name="name">The client's; part of the requests' names.</param>
/// <param name="mostSamples">Samples of a request at most.</param>
/// <param name="seed">Of the choices.</param>
internal sealed class QuestionMaker(SampleSet samples, string name, int mostSamples, int seed)
{
    private const int TimeoutShare = 8; // one in so many asks for its answer by a deadline: another way through the engine
    private const long Timeout = 600_000_000; // ten minutes

    private int _made;

    /// <summary>For the client's own choices.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>The next request.</summary>
    public Question Next()
    {
        int[] indexes = new int[Random.Next(1, mostSamples + 1)];
        for (int i = 0; i < indexes.Length; i++)
            indexes[i] = Random.Next(samples.Count);
        return new Question($"{name} {_made++}", indexes, samples.Batch(indexes), Random.Next(TimeoutShare) == 0 ? Timeout : null);
    }
}
