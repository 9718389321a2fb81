namespace Ponder.Calibration;

/// <summary>What a mean loss on new samples can be said to lie below, from a finite sample and whatever the distribution.</summary>
public interface IRiskBound
{
    /// <summary>The bound's name in plans and on the command line.</summary>
    string Name { get; }

    /// <summary>Whether the mean loss is at most <paramref name="limit"/>; wrongly said with a probability of at most 1 - <paramref name="confidence"/>.</summary>
    /// <param name="losses">Independent, one per sample: 1 for a loss, 0 for none, -1 for a gain.</param>
    /// <param name="limit">In [-1, 1].</param>
    /// <param name="confidence">In (0, 1).</param>
    /// <param name="mayGain">Whether a loss of -1 can occur, whether or not it did.</param>
    bool IsBelow(ReadOnlySpan<int> losses, double limit, double confidence, bool mayGain = true);
}
