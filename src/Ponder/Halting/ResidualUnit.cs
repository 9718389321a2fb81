using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>A residual unit of somebody's network: all between two tensors through which every path to the answer goes.</summary>
/// <param name="Start">What it reads: the unit's before it, or where the first unit's paths part.</param>
/// <param name="End">What it makes: the sum of two paths, or the activation behind it.</param>
internal sealed record ResidualUnit(string Start, string End)
{
    private static readonly HashSet<string> Activations = ["Relu", "LeakyRelu", "PRelu", "Clip", "Elu", "HardSwish", "Celu", "Selu", "Softplus"];

    /// <summary>All units of a network in running order; what lies between two belongs to the second.</summary>
    /// <param name="network">A network of one input.</param>
    /// <param name="answer">Its answer.</param>
    /// <remarks>
    /// A sum of two tensors of its own shape that is a cut of the graph joins the paths from the cut before it. Where an activation
    /// follows every sum at once, it is part of the unit; where units normalise first (He et al. 2016, arXiv:1603.05027), only that
    /// behind the last sum may do so.
    /// </remarks>
    public static IReadOnlyList<ResidualUnit> Find(GatedGraph network, string answer)
    {
        string[] cuts = [network.Inputs[0].Name, .. CutTensor.Find(network, answer).Select(cut => cut.Name)];
        int[] sums = [.. Enumerable.Range(1, cuts.Length - 1).Where(cut => IsResidual(network, cuts[cut]))];
        bool isActivated = sums.All(sum => sum + 1 < cuts.Length && Activations.Contains(network.Producer(cuts[sum + 1])!.OpType)); // cuts behind the first are made
        var units = new List<ResidualUnit>();
        foreach (int sum in sums)
            units.Add(new ResidualUnit(units.Count == 0 ? cuts[sum - 1] : units[^1].End, cuts[isActivated ? sum + 1 : sum]));
        return units;
    }

    private static bool IsResidual(GatedGraph network, string tensor) =>
        network.Producer(tensor) is { OpType: "Add" } sum && sum.Inputs[0] != sum.Inputs[1]
        && network.FindTensor(tensor) is { Shape: { Rank: 4, HasBatch: true } shape }
        && sum.Inputs.All(input => network.FindTensor(input)?.Shape == shape);
}
