namespace Ponder.Cli.Recipes;

/// <summary>How the gates of learned exits are trained.</summary>
/// <param name="CostWeight">The price of the whole network's cost in nats, 0 to 100; null where a budget makes it.</param>
/// <param name="Budget">Mean cost to end at as a share of the network without exits, above 0, at most 1; null where the price is fixed.</param>
internal sealed record LearnedSetting(double? CostWeight, double? Budget)
{
    /// <summary>What costs are: <c>macs</c> or measured <c>time</c>. Default macs.</summary>
    public string Cost { get; init; } = "macs";

    /// <summary>Factor of this loss beside those of the exits, above 0, at most 100. Default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Whether gates see the trunk's features, too: <c>confidence</c> or <c>trunk</c>. Default confidence.</summary>
    public string Features { get; init; } = "confidence";

    /// <summary>Steps after which gates and network take turns, 0 for both at once, at most 100,000. Default 0.</summary>
    public int Alternation { get; init; }
}
