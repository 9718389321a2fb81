using System.Text.Json.Serialization;

namespace Ponder.Evaluation;

/// <summary>How samples spread over the paths of a control graph.</summary>
/// <param name="Distinct">Number of paths that a sample took.</param>
/// <param name="Entropy">Entropy of the paths' shares, in nats: 0 where all samples take one path.</param>
/// <param name="EntropyShare">The same as a share of the most that is possible, ln(paths); 0 where there is one path.</param>
/// <param name="Warning">Says that the policy has collapsed, and what helps; null where it has not.</param>
public sealed record PathUsage(
    int Distinct, double Entropy, double EntropyShare, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning)
{
    /// <summary>The share of samples on one path from which a policy counts as collapsed.</summary>
    public const double CollapsedShare = 0.99;

    /// <summary>Sums up the paths of an evaluation.</summary>
    /// <param name="paths">All paths, those that nobody took included; their shares sum to 1.</param>
    public static PathUsage Of(IReadOnlyList<ExitResult> paths) =>
        Of([.. paths.Select(path => path.Name)], [.. paths.Select(path => path.Share)]);

    /// <summary>Sums up shares.</summary>
    /// <param name="names">Names of all paths.</param>
    /// <param name="shares">Share of samples by path, fractions that sum to 1.</param>
    public static PathUsage Of(IReadOnlyList<string> names, IReadOnlyList<double> shares)
    {
        double entropy = shares.Sum(share => share > 0 ? -share * Math.Log(share) : 0);
        return new PathUsage(
            shares.Count(share => share > 0), entropy, shares.Count > 1 ? entropy / Math.Log(shares.Count) : 0, FindCollapse(names, shares));
    }

    private static string? FindCollapse(IReadOnlyList<string> names, IReadOnlyList<double> shares)
    {
        double most = shares.Max();
        return shares.Count > 1 && most >= CollapsedShare
            ? $"the policy has collapsed: path '{names[shares.ToList().IndexOf(most)]}' takes {100 * most:0.##} % of the samples; train it anew with "
                + "more exploration, a smaller share of cost in the reward, a balance term or a longer warm-up"
            : null;
    }
}
