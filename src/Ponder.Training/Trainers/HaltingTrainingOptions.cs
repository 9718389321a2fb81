namespace Ponder.Training.Trainers;

/// <summary>How a network learns to halt.</summary>
/// <remarks>Figurnov et al. 2017 (arXiv:1612.02297): the task's loss and tau times the mean ponder cost, summed over blocks.</remarks>
public sealed record HaltingTrainingOptions
{
    /// <summary>The paper's tau, from 0 up: what a unit at a position costs beside the task's loss. Default 0.005.</summary>
    public double PonderWeight { get; init; } = 0.005;

    /// <summary>Share of all steps over which tau climbs from 0, in [0, 1]: units learn before they are saved. Default 0, as in the paper.</summary>
    public double RampShare { get; init; }

    /// <summary>What a unit costs. Default the same for all.</summary>
    public HaltingCost Cost { get; init; }

    internal IEnumerable<string> FindFaults()
    {
        if (!(PonderWeight >= 0) || double.IsInfinity(PonderWeight))
            yield return $"ponder weight: expected from 0 up, got {PonderWeight}";
        if (!(RampShare is >= 0 and <= 1))
            yield return $"ramp share: expected from 0 to 1, got {RampShare}";
    }
}
