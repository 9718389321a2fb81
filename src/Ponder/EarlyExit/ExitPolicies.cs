namespace Ponder.EarlyExit;

/// <summary>The policies by their names. Each lets nobody leave until it is calibrated, but for learned ones, which know.</summary>
public static class ExitPolicies
{
    private static readonly Dictionary<string, Func<IExitPolicy>> Known = new()
    {
        ["entropy"] = () => new EntropyExitPolicy(0),
        ["confidence"] = () => new ConfidenceExitPolicy(1),
        ["margin"] = () => new MarginExitPolicy(1),
        ["patience"] = () => new PatienceExitPolicy(float.MaxValue),
        [LearnedExitPolicy.PolicyName] = () => new LearnedExitPolicy(),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Keys];

    /// <summary>Names of the policies that need no training.</summary>
    public static IReadOnlyList<string> Untrained { get; } = [.. Known.Keys.Where(name => name != LearnedExitPolicy.PolicyName)];

    /// <summary>A policy by its name.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static IExitPolicy Of(string name) => Known.TryGetValue(name, out var make)
        ? make()
        : throw new ArgumentException($"policy '{name}': expected {string.Join(", ", Names)}", nameof(name));
}
