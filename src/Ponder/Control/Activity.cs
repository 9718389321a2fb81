using Ponder.Graph;

namespace Ponder.Control;

/// <summary>For which choices each node of a control graph runs: formulas over gates, one for every action but the last of a control node.</summary>
internal sealed class Activity
{
    private readonly Dictionary<string, Demand> _runs = [];
    private readonly Dictionary<string, int> _firstGate = [];
    private readonly IReadOnlyList<ControlNodeSpec> _order;

    /// <summary>Works out when nodes run.</summary>
    /// <param name="source">The network's name, for messages.</param>
    /// <param name="order">Nodes, each behind all that it depends on.</param>
    public Activity(string source, IReadOnlyList<ControlNodeSpec> order)
    {
        (Algebra, _order) = (new DemandAlgebra(source), order);
        int gates = 0;
        foreach (var node in order)
        {
            _runs[node.Name] = node.When.Count == 0
                ? Algebra.Always
                : node.When.Select(Chosen).Aggregate(Algebra.Never, Algebra.Or);
            if (node.Kind != NodeKind.Control)
                continue;
            _firstGate[node.Name] = gates;
            gates += node.Actions.Count - 1;
        }
    }

    public DemandAlgebra Algebra { get; }

    /// <summary>When a node runs.</summary>
    public Demand Of(string node) => _runs[node];

    /// <summary>When any of a node's sources runs.</summary>
    public Demand OfSources(ControlNodeSpec node) => node.Sources.Select(source => Of(source.Source)).Aggregate(Algebra.Never, Algebra.Or);

    /// <summary>The control node and the action that a gate stands for.</summary>
    public (ControlNodeSpec Control, int Action) Gate(int index)
    {
        var control = _order.Last(node => node.Kind == NodeKind.Control && _firstGate[node.Name] <= index);
        return (control, index - _firstGate[control.Name]);
    }

    /// <summary>Every combination of choices that can be made; those of nodes that do not run are -1.</summary>
    public IEnumerable<int[]> Paths() => Paths([.. _order.Where(node => node.Kind == NodeKind.Control)], 0, Algebra.Always);

    // Gates of the first k choices are known at node k, so it surely runs or surely does not.
    private IEnumerable<int[]> Paths(ControlNodeSpec[] controls, int k, Demand before)
    {
        if (k == controls.Length)
            return [[]];
        var control = controls[k];
        if (!Algebra.Meet(before, Of(control.Name)))
            return Paths(controls, k + 1, before).Select(rest => (int[])[-1, .. rest]);
        return Enumerable.Range(0, control.Actions.Count).SelectMany(action =>
            Paths(controls, k + 1, Algebra.And(before, Taken(control, action))).Select(rest => (int[])[action, .. rest]));
    }

    private Demand Chosen(ControlEdge edge)
    {
        var control = _order.Single(node => node.Name == edge.Control);
        return Algebra.And(Of(control.Name), Taken(control, control.Actions.ToList().IndexOf(edge.Action)));
    }

    // One action is chosen: its own gate holds, or none of the others where it is the last.
    public Demand Taken(ControlNodeSpec control, int action)
    {
        int first = _firstGate[control.Name];
        var others = Enumerable.Range(0, action).Select(i => Algebra.Literal(first + i, holds: false)).Aggregate(Algebra.Always, Algebra.And);
        return action == control.Actions.Count - 1 ? others : Algebra.And(others, Algebra.Literal(first + action, holds: true));
    }
}
