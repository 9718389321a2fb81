using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>Proposes where somebody's trained network gets exits, and with which heads.</summary>
/// <remarks>
/// An exit pays where its own path is as good as a small network of the same cost: so few exits, the first at a fifth of the
/// multiply-adds, each with layers of its own; not many with weak heads (Teerapittayanon et al. 2016, section III, advise
/// branches that get smaller the deeper they leave).
/// </remarks>
public static class ExitProposer
{
    private const double FirstShare = 0.2;
    private const double SpreadShare = 0.6; // what lies between the first exit and the place of one more behind the last
    private const double MostHeadShare = 0.15;
    private const int SmallestSide = 8; // where the tail of a small ResNet ends
    private const int MostBlocks = 3;

    /// <summary>Where exits can leave: features through which every path to the answer goes, shallow to deep, one for each cost.</summary>
    /// <param name="trunk">A network with one exit or without a plan and with one output.</param>
    /// <exception cref="ModelFormatException">The network has no single answer.</exception>
    public static IReadOnlyList<CutTensor> Places(GatedGraph trunk) =>
        // Of tensors of equal cost the last: behind normalisation, activation and pooling.
        [.. CutTensor.Find(trunk, SingleAnswer.Of(trunk))
            .Where(cut => cut.Macs > 0 && trunk.FindTensor(cut.Name) is { ElementType: ElementType.Float32, Shape: { Rank: 4, HasBatch: true } })
            .GroupBy(cut => cut.Macs).Select(equal => equal.Last())];

    /// <summary>Proposes exits behind tensors through which every path to the answer goes.</summary>
    /// <param name="trunk">A network with one exit or without a plan and with one output.</param>
    /// <param name="count">Number of early exits, at least 1.</param>
    /// <param name="places">Where they may leave, some of <see cref="Places"/>; null for all.</param>
    /// <exception cref="ModelFormatException">There are fewer places for exits, or a branch costs more than going on.</exception>
    public static IReadOnlyList<ExitBranch> Propose(GatedGraph trunk, int count, IReadOnlyList<CutTensor>? places = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        string answer = SingleAnswer.Of(trunk);
        long total = TrunkMacs(trunk, answer);
        places ??= Places(trunk);
        string[] chosen = [.. Enumerable.Range(0, count)
            .Select(e => total * (FirstShare + (SpreadShare * e / count)))
            .Select(wanted => places.MinBy(place => Math.Abs(place.Macs - wanted))?.Name).OfType<string>().Distinct()];
        return chosen.Length == count
            ? Propose(trunk, chosen)
            : throw new ModelFormatException(trunk.Source, $"expected {count} places for exits, got {chosen.Length} of {places.Count} tensors that all paths go through");
    }

    /// <summary>Proposes heads for exits at given places.</summary>
    /// <param name="trunk">A network with one exit or without a plan and with one output.</param>
    /// <param name="after">Tensors that the heads read, [N, C, H, W], shallow to deep.</param>
    /// <exception cref="ModelFormatException">A head cannot leave there, or a branch costs more than going on; all are listed.</exception>
    public static IReadOnlyList<ExitBranch> Propose(GatedGraph trunk, IReadOnlyList<string> after)
    {
        ArgumentNullException.ThrowIfNull(after);
        long most = (long)(MostHeadShare * TrunkMacs(trunk, SingleAnswer.Of(trunk)));
        ExitBranch[] branches = [.. after.Select(tensor => Branch(trunk, tensor, most))];
        var costs = Costs(trunk, branches);
        string[] faults = [.. branches.Select((branch, e) => (branch, Macs: costs.Macs[e])).Where(exit => exit.Macs >= costs.StaticMacs)
            .Select(exit => $"exit after '{exit.branch.After}': expected less than the {costs.StaticMacs:N0} multiply-adds of going on to the end, got {exit.Macs:N0}")];
        return faults.Length == 0 ? branches : throw new ModelFormatException(trunk.Source, faults);
    }

    // The strongest head within the limit; the cheapest where none is.
    private static ExitBranch Branch(GatedGraph trunk, string after, long most)
    {
        var heads = trunk.FindTensor(after) is { Shape: { Rank: 4 } shape } ? Heads(shape) : [];
        return heads.Select(head => new ExitBranch(after, head))
            .FirstOrDefault(branch => Costs(trunk, [branch]) is var costs && costs.Macs[^1] - costs.StaticMacs <= most)
            ?? new ExitBranch(after, new PooledLinearHead());
    }

    private static IEnumerable<IExitHead> Heads(TensorShape features)
    {
        int halvings = 0;
        for (int side = Math.Min(features[2], features[3]); side > SmallestSide; side /= 2)
            halvings++;
        // Channels double with every halving, as in the network itself; where that is too much, only behind the first.
        foreach (int spared in halvings == 0 ? [0] : new[] { 0, 1 })
        {
            for (int blocks = MostBlocks; blocks > 0; blocks--)
            {
                int each = blocks;
                yield return new ResidualHead(halvings == 0
                    ? [new HeadStage(features[1], each, Stride: 1)]
                    : [.. Enumerable.Range(1, halvings).Select(i => new HeadStage(features[1] << (i - spared), each))]);
            }
        }

        yield return new ConvolutionalHead([new HeadConvolution(2 * features[1], Stride: 2)], Normalized: true);
    }

    private static ExitCosts Costs(GatedGraph trunk, IReadOnlyList<ExitBranch> branches) =>
        ExitCosts.Of(ExitAttachment.Attach(trunk, branches, new ConfidenceExitPolicy(1), seed: 0));

    private static long TrunkMacs(GatedGraph trunk, string answer) => DemandAnalysis.Of(trunk, [answer]).Macs([]);
}
