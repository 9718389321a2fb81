namespace Ponder.Inference.Deadlines;

/// <summary>What a deadline made of an answer.</summary>
public enum DeadlineOutcome
{
    /// <summary>The sample left where its own policy said.</summary>
    Finished,

    /// <summary>The next answer would have come too late: this is the best so far.</summary>
    CutShort,

    /// <summary>Even the first answer would have come too late: nothing was computed, and there is no answer.</summary>
    Refused,
}
