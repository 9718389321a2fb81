namespace Ponder.Control;

/// <summary>All that can be wrong with a control graph before its operators are known.</summary>
internal static class ControlGraphFaults
{
    /// <summary>Names that are not there or there twice, edges that cannot be, nodes that wait for each other or that nobody needs.</summary>
    public static IEnumerable<string> OfNames(IReadOnlyList<ControlNodeSpec> nodes, string answer)
    {
        foreach (var twice in nodes.GroupBy(node => node.Name).Where(group => group.Count() > 1))
            yield return $"node '{twice.Key}': expected one of this name, got {twice.Count()}";
        var known = nodes.DistinctBy(node => node.Name).ToDictionary(node => node.Name);
        string[] edges = [.. nodes.SelectMany(node => OfEdges(node, known))];
        foreach (string fault in edges)
            yield return fault;
        foreach (var control in nodes.Where(node => node.Kind == NodeKind.Control))
        {
            foreach (string fault in OfActions(control, nodes))
                yield return fault;
        }

        if (!known.TryGetValue(answer, out var last) || last.Kind is NodeKind.Dummy or NodeKind.Control)
            yield return $"answer: expected a regular node or a merge, got '{answer}'";
        if (edges.Length > 0 || last is null)
            yield break;
        var ordered = Order(nodes);
        if (ordered.Count < nodes.Count)
            yield return $"cycle: expected an order in which nodes can run, got {string.Join(", ", nodes.Except(ordered).Select(node => $"'{node.Name}'"))} waiting for each other";
        foreach (string idle in Idle(nodes, known, answer))
            yield return $"node '{idle}': expected to be reached from the answer, got no way";
    }

    /// <summary>Sources that may not run, and merges of which two sources may.</summary>
    public static IEnumerable<string> OfActivity(IReadOnlyList<ControlNodeSpec> order, Activity activity, string answer)
    {
        var algebra = activity.Algebra;
        if (!activity.Of(answer).IsAlways)
            yield return $"answer '{answer}': expected a node that always runs, got one that runs when {Describe(activity, answer)}";
        if (activity.Paths().Take(ControlGraphConstants.MostPaths + 1).Count() > ControlGraphConstants.MostPaths)
            yield return $"expected at most {ControlGraphConstants.MostPaths} paths, got more";
        foreach (var node in order)
        {
            var runs = activity.Of(node.Name);
            if (node.Kind == NodeKind.Merge)
            {
                foreach (string fault in OfMerge(node, activity))
                    yield return fault;
                continue;
            }

            foreach (var edge in node.Sources.Where(edge => edge.Default is null && !algebra.Covers(activity.Of(edge.Source), runs)))
                yield return $"edge '{edge.Source}' to '{node.Name}': expected a default value, as '{edge.Source}' runs only when {Describe(activity, edge.Source)}; got none";
        }
    }

    /// <summary>Nodes, each behind all that it depends on; without those that wait for each other.</summary>
    public static IReadOnlyList<ControlNodeSpec> Order(IReadOnlyList<ControlNodeSpec> nodes)
    {
        var ordered = new List<ControlNodeSpec>();
        var placed = new HashSet<string>();
        while (nodes.FirstOrDefault(node => !placed.Contains(node.Name) && Needs(node).All(placed.Contains)) is { } next)
        {
            ordered.Add(next);
            placed.Add(next.Name);
        }

        return ordered;
    }

    private static IEnumerable<string> Needs(ControlNodeSpec node) => node.Sources.Select(edge => edge.Source).Concat(node.When.Select(edge => edge.Control));

    private static IEnumerable<string> OfEdges(ControlNodeSpec node, Dictionary<string, ControlNodeSpec> known)
    {
        if (node.Kind is NodeKind.Regular or NodeKind.Control or NodeKind.Merge && node.Sources.Count == 0)
            yield return $"node '{node.Name}': expected something to read, got nothing";
        if (node.Kind == NodeKind.Dummy && node.When.Count == 0)
            yield return $"dummy node '{node.Name}': expected an action that lets it run, got none";
        foreach (var edge in node.Sources)
        {
            if (!known.TryGetValue(edge.Source, out var source))
                yield return $"node '{node.Name}': expected to read a node, got '{edge.Source}'";
            else if (source.Kind is NodeKind.Dummy or NodeKind.Control)
                yield return $"node '{node.Name}': expected to read a node with an output, got {(source.Kind == NodeKind.Dummy ? "dummy" : "control")} node '{edge.Source}'";
        }

        foreach (var edge in node.When)
        {
            if (!known.TryGetValue(edge.Control, out var control) || control.Kind != NodeKind.Control)
                yield return $"node '{node.Name}': expected a control edge from a control node, got '{edge.Control}'";
            else if (!control.Actions.Contains(edge.Action))
                yield return $"node '{node.Name}': expected an action of '{edge.Control}' ({string.Join(", ", control.Actions)}), got '{edge.Action}'";
        }
    }

    private static IEnumerable<string> OfActions(ControlNodeSpec control, IReadOnlyList<ControlNodeSpec> nodes)
    {
        if (control.Actions.Count < 2 || control.Actions.Distinct().Count() < control.Actions.Count)
            yield return $"control node '{control.Name}': expected two different actions or more, got {string.Join(", ", control.Actions)}";
        foreach (string action in control.Actions.Where(action => !nodes.SelectMany(node => node.When).Contains(new ControlEdge(control.Name, action))))
            yield return $"control node '{control.Name}': expected action '{action}' to let a node run, if only a dummy, got none";
    }

    private static IEnumerable<string> Idle(IReadOnlyList<ControlNodeSpec> nodes, Dictionary<string, ControlNodeSpec> known, string answer)
    {
        var needed = new HashSet<string>();
        var waiting = new Stack<string>([answer]);
        while (waiting.TryPop(out string? name))
        {
            if (!needed.Add(name))
                continue;
            foreach (string need in Needs(known[name]))
                waiting.Push(need);
        }

        return nodes.Where(node => node.Kind != NodeKind.Dummy && !needed.Contains(node.Name)).Select(node => node.Name);
    }

    private static IEnumerable<string> OfMerge(ControlNodeSpec node, Activity activity)
    {
        var (algebra, runs) = (activity.Algebra, activity.Of(node.Name));
        for (int i = 0; i < node.Sources.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                string one = node.Sources[j].Source, other = node.Sources[i].Source;
                var both = algebra.And(runs, algebra.And(activity.Of(one), activity.Of(other)));
                if (!both.IsNever)
                    yield return $"merge '{node.Name}': expected one source that runs, got '{one}' and '{other}' when {Describe(activity, both)}";
            }
        }

        if (node.Sources[0].Default is null && !algebra.Covers(activity.OfSources(node), runs))
            yield return $"merge '{node.Name}': expected a default value, as its sources run only when {Describe(activity, activity.OfSources(node))}; got none";
    }

    private static string Describe(Activity activity, string node) => Describe(activity, activity.Of(node));

    private static string Describe(Activity activity, Graph.Demand demand) => demand.Describe(gate =>
    {
        var (control, action) = activity.Gate(gate);
        return $"{control.Name}={control.Actions[action]}";
    });
}
