namespace Ponder.Training.Trainers;

/// <summary>How the gates of learned exits learn: sum over exits of p_k (loss_k + price * cost_k), p_k the chance that a sample leaves at exit k.</summary>
public sealed record LearnedExitOptions
{
    /// <summary>The price of a whole network's cost in nats of cross-entropy, from 0 up; with a budget, what it starts from. Default 0.5.</summary>
    public double CostWeight { get; init; } = 0.5;

    /// <summary>Mean cost to end at, in the unit of <see cref="Costs"/>, above 0; the price then follows from it. Null (the default) for a fixed price.</summary>
    public double? Budget { get; init; }

    /// <summary>Step of the price for each unit of cost beyond the budget and each training step, above 0. Default 0.02.</summary>
    public double PriceRate { get; init; } = 0.02;

    /// <summary>Factor of this loss beside the weighted sum of the exits' own, above 0. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Cost of leaving at each exit, shallow to deep, above 0; the unit is the caller's, usually 1 for the network without exits.</summary>
    public IReadOnlyList<double> Costs { get; init; } = [];

    /// <summary>Steps after which gates and network take turns, from 1 up; 0 (the default) for both at once.</summary>
    public int Alternation { get; init; }

    internal IEnumerable<string> FindFaults(int exits)
    {
        if (!(CostWeight >= 0) || double.IsInfinity(CostWeight))
            yield return $"cost weight: expected from 0 up, got {CostWeight}";
        if (Budget is { } budget && (!(budget > 0) || double.IsInfinity(budget)))
            yield return $"budget: expected above 0, got {budget}";
        if (!(PriceRate > 0) || double.IsInfinity(PriceRate))
            yield return $"price rate: expected above 0, got {PriceRate}";
        if (!(Weight > 0) || double.IsInfinity(Weight))
            yield return $"weight of learned exits: expected above 0, got {Weight}";
        if (Costs.Count != exits || Costs.Any(cost => !(cost > 0) || double.IsInfinity(cost)))
            yield return $"costs of learned exits: expected {exits} above 0, got {string.Join(", ", Costs)}";
        if (Alternation < 0)
            yield return $"alternation: expected from 0 up, got {Alternation}";
    }
}
