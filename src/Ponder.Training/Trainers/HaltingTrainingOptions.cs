namespace Ponder.Training.Trainers;

/// <summary>How a network learns to halt, or where to leave units out.</summary>
/// <remarks>
/// Figurnov et al. 2017 (arXiv:1612.02297): the task's loss and tau times the mean ponder cost, summed over blocks. Masks have a
/// budget instead, Verelst and Tuytelaars 2020 (arXiv:1912.03203).
/// </remarks>
public sealed record HaltingTrainingOptions
{
    /// <summary>The paper's tau, from 0 up: what a unit at a position costs beside the task's loss. Default 0.005. Not for masks.</summary>
    public double PonderWeight { get; init; } = 0.005;

    /// <summary>Share of all steps over which tau climbs from 0, in [0, 1]: units learn before they are saved. Default 0, as in the paper. Not for masks.</summary>
    public double RampShare { get; init; }

    /// <summary>Mean multiply-adds to aim at, as a share of those of the same network without masks, above 0, at most 1. For masks, which need one; null, the default, for others.</summary>
    public double? Budget { get; init; }

    /// <summary>Factor of what is missed of the budget beside the task's loss, above 0. Default 10, as in their code. For masks only.</summary>
    public double BudgetWeight { get; init; } = 10;

    internal IEnumerable<string> FindFaults()
    {
        if (Budget is { } budget && !(budget is > 0 and <= 1))
            yield return $"budget: expected above 0, at most 1, got {budget}";
        if (!(BudgetWeight > 0) || double.IsInfinity(BudgetWeight))
            yield return $"budget weight: expected above 0, got {BudgetWeight}";
        if (!(PonderWeight >= 0) || double.IsInfinity(PonderWeight))
            yield return $"ponder weight: expected from 0 up, got {PonderWeight}";
        if (!(RampShare is >= 0 and <= 1))
            yield return $"ramp share: expected from 0 to 1, got {RampShare}";
    }
}
