using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Control;

/// <summary>Turns a control graph without faults into a gated graph.</summary>
/// <remarks>
/// What a node reads is chosen by asking the gates one after the other, so that every gate of the result is an action of a
/// control node and equal demands are recognised as equal.
/// </remarks>
internal sealed class ControlGraphCompiler(GraphBuilder builder, IReadOnlyList<ControlNodeSpec> order, Activity activity)
{
    private readonly Dictionary<string, GraphValue> _values = [];
    private readonly Dictionary<(int Gate, int Rank), GraphValue> _conditions = [];
    private readonly Dictionary<string, string> _tensors = [];

    public GatedGraph Compile(string answer)
    {
        foreach (var node in order)
            Emit(node);
        var final = _values[answer];
        var logits = builder.Add("Identity", EarlyExitConstants.Logits, [final]);
        var paths = activity.Paths().ToArray();
        var exit = paths.Length == 1 ? ExitOutputs.ZeroPerSample(builder, logits) : PathIndex(paths);
        var confidence = ExitOutputs.Confidence(builder, logits);
        var plan = new ModelPlan([new ExitRole(EarlyExitConstants.FinalExit, final.Name)], [])
        {
            Control = new ControlPlan([.. order.Select(RoleOf)], [.. paths.Select(choices => new PathRole(NameOf(choices), choices))]),
        };
        return builder.Build(plan, logits, exit, confidence);
    }

    private void Emit(ControlNodeSpec node)
    {
        if (node.Kind == NodeKind.Dummy)
            return;
        var runs = activity.Of(node.Name);
        var value = node.Kind switch
        {
            NodeKind.Input => builder.Input(node.Name, [.. node.InputShape]),
            NodeKind.Merge => Select(node.Name, runs, node.Sources),
            _ => node.Emit!(builder, node.Name, [.. node.Sources.Select((edge, i) => Select($"{node.Name}.input{i + 1}", runs, [edge]))]), // these kinds have one
        };
        (_values[node.Name], _tensors[node.Name]) = (value, value.Name);
        if (node.Kind != NodeKind.Control)
            return;
        if (value.Shape.Rank != 2 || value.Shape[1] != node.Actions.Count)
            throw new ModelFormatException(builder.Source, $"control node '{node.Name}': expected scores [N, {node.Actions.Count}], got {value.Shape}");
        builder.Add("ArgMax", node.Name + ControlGraphConstants.Choice, [value], ("axis", 1), ("keepdims", 1)); // [N, 1]
    }

    // What one of several sources brings: the sources of a merge, or the only one and its default.
    private GraphValue Select(string name, Demand runs, IReadOnlyList<DataEdge> sources)
    {
        var options = sources.Select(edge => (activity.Of(edge.Source), _values[edge.Source])).ToList();
        if (sources[0].Default is { } value)
        {
            var missing = options.Aggregate(activity.Algebra.Always, (rest, option) => activity.Algebra.Minus(rest, option.Item1));
            if (activity.Algebra.Meet(missing, runs))
                options.Add((missing, builder.Constant($"{name}.default", value)));
        }

        int made = 0;
        return Choose(runs, options, options[0].Item2.Shape.Rank, () => made++ == 0 ? name : $"{name}.else{made - 1}")!.Value; // a node that never runs was refused
    }

    private GraphValue? Choose(Demand care, IReadOnlyList<(Demand Runs, GraphValue Value)> options, int rank, Func<string> name)
    {
        var algebra = activity.Algebra;
        if (care.IsNever)
            return null;
        if (options.FirstOrDefault(option => algebra.Covers(option.Runs, care)) is { Runs: not null } found)
            return found.Value;
        int gate = options.Select(option => option.Runs.GateIndex).Append(care.GateIndex).Min();
        string output = name(); // the outermost choice has the node's own name
        var whenTrue = Branch(holds: true);
        var whenFalse = Branch(holds: false);
        return whenTrue is null || whenFalse is null || whenTrue.Value.Name == whenFalse.Value.Name
            ? whenTrue ?? whenFalse
            : builder.Where(Condition(gate, rank), whenTrue.Value, whenFalse.Value, output);

        GraphValue? Branch(bool holds) => Choose(
            algebra.Given(care, gate, holds), [.. options.Select(option => (algebra.Given(option.Runs, gate, holds), option.Value))], rank, name);
    }

    private GraphValue Condition(int gate, int rank)
    {
        if (_conditions.TryGetValue((gate, rank), out var known))
            return known;
        if (rank == 2)
        {
            var (control, action) = activity.Gate(gate);
            var index = builder.Constant($"{RoleOf(control).Gate(action)}.index", HostTensor.Of([(long)action], 1));
            return _conditions[(gate, rank)] = builder.Add(
                "Equal", RoleOf(control).Gate(action), [builder.Value(control.Name + ControlGraphConstants.Choice), index]); // [N, 1]
        }

        var flat = Condition(gate, rank: 2);
        long[] axes = [.. Enumerable.Range(2, rank - 2).Select(axis => (long)axis)];
        return _conditions[(gate, rank)] = builder.Add(
            "Unsqueeze", $"{flat.Name}.rank{rank}", [flat, builder.Constant($"{flat.Name}.rank{rank}.axes", HostTensor.Of(axes, axes.Length))]); // [N, 1, 1, 1]
    }

    private GraphValue PathIndex(int[][] paths)
    {
        var options = paths.Select((choices, p) => (Demand(choices), builder.Constant($"path{p}", HostTensor.Of([(long)p], 1)))).ToArray();
        int made = 0;
        return Choose(activity.Algebra.Always, options, rank: 2, () => made++ == 0 ? EarlyExitConstants.Exit : $"{EarlyExitConstants.Exit}.else{made - 1}")!.Value; // asked for every sample
    }

    private Demand Demand(int[] choices)
    {
        var controls = Controls;
        return choices.Select((action, k) => action < 0 ? activity.Algebra.Always : activity.Taken(controls[k], action))
            .Aggregate(activity.Algebra.Always, activity.Algebra.And);
    }

    private ControlNodeSpec[] Controls => [.. order.Where(node => node.Kind == NodeKind.Control)];

    private string NameOf(int[] choices)
    {
        var made = Controls.Zip(choices).Where(choice => choice.Second >= 0).Select(choice => $"{choice.First.Name}={choice.First.Actions[choice.Second]}");
        return choices.All(action => action < 0) ? EarlyExitConstants.FinalExit : string.Join(", ", made);
    }

    private NodeRole RoleOf(ControlNodeSpec node) => new(
        node.Name, node.Kind, [.. node.Sources.Select(edge => edge.Source)], node.When, node.Actions, _tensors.GetValueOrDefault(node.Name));
}
