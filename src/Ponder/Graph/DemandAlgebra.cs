namespace Ponder.Graph;

/// <summary>Makes and combines demands so that equal ones are the same object.</summary>
/// <param name="source">The graph, for messages.</param>
internal sealed class DemandAlgebra(string source)
{
    public const int NeverId = 0;
    public const int AlwaysId = 1;

    private const int MostFormulas = 1 << 18; // the worst graphs need 2^gates; networks with a hundred exits need thousands

    private readonly Dictionary<(int Gate, int WhenTrue, int WhenFalse), Demand> _known = [];
    private readonly Dictionary<(bool And, int Left, int Right), Demand> _combined = [];

    public Demand Never { get; } = new(int.MaxValue, null, null, NeverId);

    public Demand Always { get; } = new(int.MaxValue, null, null, AlwaysId);

    /// <summary>The formula that asks one gate.</summary>
    public Demand Literal(int gate, bool holds) => holds ? Make(gate, Always, Never) : Make(gate, Never, Always);

    public Demand And(Demand left, Demand right) => Combine(and: true, left, right);

    public Demand Or(Demand left, Demand right) => Combine(and: false, left, right);

    /// <summary>Where the one formula holds and the other does not.</summary>
    public Demand Minus(Demand from, Demand taken) => taken.IsAlways ? Never
        : taken.IsNever ? from
        : Or(
            And(Literal(taken.GateIndex, holds: true), Minus(Given(from, taken.GateIndex, holds: true), taken.WhenTrue!)),
            And(Literal(taken.GateIndex, holds: false), Minus(Given(from, taken.GateIndex, holds: false), taken.WhenFalse!)));

    /// <summary>Whether one formula holds wherever another does.</summary>
    public bool Covers(Demand wide, Demand narrow) => Or(wide, narrow) == wide;

    /// <summary>Whether two formulas hold for the same outcome somewhere.</summary>
    public bool Meet(Demand one, Demand other) => !And(one, other).IsNever;

    /// <summary>What remains of a formula once a gate is known.</summary>
    public Demand Given(Demand demand, int gate, bool holds) => And(demand, Literal(gate, holds)) is var part && part.IsNever
        ? Never
        : Without(part, new HashSet<int> { gate });

    /// <summary>The narrowest formula that is asked whenever another is, and does not ask some gates.</summary>
    public Demand Without(Demand demand, IReadOnlySet<int> gates)
    {
        if (demand.WhenTrue is null)
            return demand;
        var whenTrue = Without(demand.WhenTrue, gates);
        var whenFalse = Without(demand.WhenFalse!, gates);
        return gates.Contains(demand.GateIndex) ? Or(whenTrue, whenFalse) : Make(demand.GateIndex, whenTrue, whenFalse);
    }

    private Demand Combine(bool and, Demand left, Demand right)
    {
        (Demand absorbing, Demand neutral) = and ? (Never, Always) : (Always, Never);
        if (left == absorbing || right == absorbing)
            return absorbing;
        if (left == neutral || left == right)
            return right;
        if (right == neutral)
            return left;
        if (_combined.TryGetValue((and, left.Id, right.Id), out var known))
            return known;
        int gate = Math.Min(left.GateIndex, right.GateIndex);
        var result = Make(
            gate,
            Combine(and, Cofactor(left, gate, holds: true), Cofactor(right, gate, holds: true)),
            Combine(and, Cofactor(left, gate, holds: false), Cofactor(right, gate, holds: false)));
        return _combined[(and, left.Id, right.Id)] = result;
    }

    private static Demand Cofactor(Demand demand, int gate, bool holds) =>
        demand.GateIndex != gate ? demand : holds ? demand.WhenTrue! : demand.WhenFalse!;

    private Demand Make(int gate, Demand whenTrue, Demand whenFalse)
    {
        if (whenTrue == whenFalse)
            return whenTrue;
        var key = (gate, whenTrue.Id, whenFalse.Id);
        if (!_known.TryGetValue(key, out var demand))
        {
            if (_known.Count == MostFormulas)
                throw new ModelFormatException(source, $"expected gates that depend on each other in fewer than {MostFormulas} ways, got more");
            _known[key] = demand = new Demand(gate, whenTrue, whenFalse, _known.Count + 2);
        }

        return demand;
    }
}
