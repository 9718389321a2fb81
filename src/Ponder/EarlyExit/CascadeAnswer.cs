namespace Ponder.EarlyExit;

/// <summary>What a cascade answers where it stops.</summary>
public enum CascadeAnswer
{
    /// <summary>What the stage says that it stopped at.</summary>
    Last,

    /// <summary>The mean of the logits of all stages that were asked: a committee, at no cost.</summary>
    Mean,
}
