namespace Ponder.Graph;

/// <summary>For which outcomes of the gates something must be computed: a Boolean formula in one canonical form.</summary>
/// <remarks>
/// A reduced ordered binary decision diagram (Bryant 1986) over gates in decision order. Within one
/// <see cref="DemandAnalysis"/> equal formulas are the same object, so equal demands are equal by reference.
/// </remarks>
public sealed class Demand
{
    private SortedSet<int>? _gates; // found once: parts of a formula are shared, so walking it anew could take 2^gates steps

    internal Demand(int gate, Demand? whenTrue, Demand? whenFalse, int id) =>
        (GateIndex, WhenTrue, WhenFalse, Id) = (gate, whenTrue, whenFalse, id);

    /// <summary>The first gate that the formula asks; <see cref="int.MaxValue"/> for Always and Never.</summary>
    public int GateIndex { get; }

    /// <summary>What remains to be asked when that gate holds; null for Always and Never.</summary>
    public Demand? WhenTrue { get; }

    /// <summary>What remains to be asked when that gate does not hold; null for Always and Never.</summary>
    public Demand? WhenFalse { get; }

    /// <summary>Whether it holds for every outcome.</summary>
    public bool IsAlways => Id == DemandAlgebra.AlwaysId;

    /// <summary>Whether it holds for no outcome.</summary>
    public bool IsNever => Id == DemandAlgebra.NeverId;

    internal int Id { get; }

    /// <summary>Whether it holds for an outcome of all gates, in decision order.</summary>
    public bool Holds(ReadOnlySpan<bool> gates)
    {
        var at = this;
        while (at.WhenTrue is not null)
            at = gates[at.GateIndex] ? at.WhenTrue : at.WhenFalse!;
        return at.IsAlways;
    }

    /// <summary>The formula as a disjunction of conjunctions.</summary>
    /// <param name="gateName">How to call a gate.</param>
    public string Describe(Func<int, string> gateName)
    {
        if (IsAlways)
            return "always";
        if (IsNever)
            return "never";
        var terms = new List<string>();
        Collect(this, [], terms, gateName);
        return string.Join(" or ", terms);
    }

    /// <summary>The gates that the formula asks.</summary>
    public IReadOnlySet<int> Gates()
    {
        if (_gates is null)
        {
            _gates = [];
            if (WhenTrue is not null)
            {
                _gates.Add(GateIndex);
                _gates.UnionWith(WhenTrue.Gates());
                _gates.UnionWith(WhenFalse!.Gates());
            }
        }

        return _gates;
    }

    private static void Collect(Demand at, List<string> path, List<string> terms, Func<int, string> gateName)
    {
        if (at.IsNever)
            return;
        if (at.WhenTrue is null)
        {
            terms.Add(string.Join(" and ", path));
            return;
        }

        Collect(at.WhenTrue, [.. path, gateName(at.GateIndex)], terms, gateName);
        Collect(at.WhenFalse!, [.. path, "not " + gateName(at.GateIndex)], terms, gateName);
    }
}
