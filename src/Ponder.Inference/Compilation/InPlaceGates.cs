using Ponder.Graph;

namespace Ponder.Inference.Compilation;

/// <summary>Gates by position that need not run: what they accept is written over what they refuse, at the open positions alone.</summary>
/// <remarks>
/// <c>x' = Where(open, f(x), x)</c>. It takes a layer that writes no other positions, that reads x only where it writes, and
/// that is the last to read it.
/// </remarks>
internal sealed class InPlaceGates
{
    private readonly Dictionary<string, string> _overwritten = [];

    private InPlaceGates()
    {
    }

    public static InPlaceGates Find(GraphView view, IReadOnlyList<FusedOperator> operators)
    {
        var found = new InPlaceGates();
        for (int i = 0; i < operators.Count; i++)
        {
            if (!view.IsPositionGate(operators[i].Node))
                continue;
            string[] sides = [.. view.InputsOf(operators[i].Node).Skip(1)];
            string made = sides[0], kept = sides[1];
            int maker = Enumerable.Range(0, i).FirstOrDefault(m => operators[m].Output == made, -1);
            if (maker >= 0 && IsAllowed(view, operators, maker, i, kept))
                (found._overwritten[made], found._overwritten[operators[i].Output]) = (kept, kept);
        }

        return found;
    }

    /// <summary>The tensor whose memory another one takes, or null.</summary>
    public string? Of(string tensor) => _overwritten.GetValueOrDefault(tensor);

    private static bool IsAllowed(GraphView view, IReadOnlyList<FusedOperator> operators, int maker, int gate, string kept)
    {
        var made = operators[maker];
        bool writesByMask = (made is { Node.OpType: "Conv", Pooling: null } or { Weights: not null }) && view.AskedOf(made.Output) is { Radius: 0 };
        bool isOwn = view.IsImage(kept) && view.Producer(kept) is not null && !view.IsAsked(kept) && view.ReadersOf(made.Output).Count == 1 && !view.IsAsked(made.Output);
        bool readsOnlyThere = made.Source(view) != kept && made.Weights != kept && (made.Weights is null || !view.InputsOf(made.Node).Contains(kept));
        bool isLast = Enumerable.Range(0, operators.Count).All(i => i == gate || i <= maker || !operators[i].Reads(view).Contains(kept));
        return writesByMask && isOwn && readsOnlyThere && isLast && view.ShapeOf(made.Output) == view.ShapeOf(kept);
    }
}
