using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>Adds the units of one block, one after the other.</summary>
internal sealed class HaltingEmitter
{
    private readonly GraphBuilder _builder;
    private readonly string _name;
    private readonly HaltingOptions _options;
    private readonly GraphValue _limit;
    private readonly GraphValue _one;

    public HaltingEmitter(GraphBuilder builder, string name, HaltingOptions options)
    {
        (_builder, _name, _options) = (builder, name, options);
        _limit = builder.Constant($"{name}.limit", HostTensor.Of([1 - options.Epsilon], 1));
        _one = builder.Constant($"{name}.one", HostTensor.Of([1f], 1));
    }

    public HaltingBlock Emit(GraphValue input, IReadOnlyList<HaltingUnit> units)
    {
        var scores = new List<string>();
        State? state = null;
        for (int u = 0; u < units.Count; u++)
        {
            string unit = $"{_name}.unit{u + 1}";
            bool isLast = u == units.Count - 1;
            var features = Features(state, units[u], unit, input);
            var score = isLast ? (GraphValue?)null : HaltingLayers.Score(_builder, $"{unit}.score", features, _options);
            if (score is { } known)
                scores.Add(known.Name);
            state = Next(state, unit, features, score, isLast);
            input = features;
        }

        return new HaltingBlock(state!.Value.Output, state.Value.PonderCost, scores); // there is a unit
    }

    // Who has halted keeps what came in.
    private GraphValue Features(State? state, HaltingUnit unit, string name, GraphValue input) =>
        state is { } before ? HaltingLayers.Gated(_builder, before.Active!.Value, unit, name, input) : unit(_builder, name, input); // a unit behind another one has it

    private State Next(State? before, string unit, GraphValue features, GraphValue? score, bool isLast)
    {
        var rest = before is { } old ? Calculate("Sub", $"{unit}.rest", _one, old.Sum!.Value) : _one; // what is left of 1; behind another unit there is a sum
        GraphValue weight, halts, sum = default, active = default;
        if (isLast)
        {
            (weight, halts) = (rest, _one);
        }
        else
        {
            var own = score!.Value; // all units but the last have one
            sum = before is { } known ? Gate(known, $"{unit}.total", Calculate("Add", $"{unit}.added", known.Sum!.Value, own), known.Sum.Value) : own;
            active = Calculate("Less", $"{unit}.goes_on", sum, _limit);
            halts = Calculate("Sub", $"{unit}.halts", _one, _builder.Add("Cast", $"{unit}.going", [active], ("to", (int)ElementType.Float32)));
            // The score, or what is left where the unit halts.
            weight = Calculate("Add", $"{unit}.weight", own, Calculate("Mul", $"{unit}.more", halts, Calculate("Sub", $"{unit}.gap", rest, own)));
        }

        var part = Calculate("Mul", $"{unit}.part", features, weight);
        var cost = Calculate("Add", $"{unit}.cost", _one, isLast ? rest : Calculate("Mul", $"{unit}.remainder", halts, rest));
        if (before is not { } state)
            return new State(part, HaltingLayers.Wide(_builder, _options.Kind, cost, features, unit), isLast ? null : sum, isLast ? null : active);
        var output = Gate(state, $"{unit}.output", Calculate("Add", $"{unit}.mixed", state.Output, part), state.Output);
        var ponder = Gate(state, $"{unit}.ponder", Calculate("Add", $"{unit}.pondered", state.PonderCost, cost), state.PonderCost);
        return new State(output, ponder, isLast ? null : sum, isLast ? null : active);
    }

    private GraphValue Gate(State state, string name, GraphValue active, GraphValue halted) => _builder.Where(state.Active!.Value, active, halted, name); // as above

    private GraphValue Calculate(string operation, string name, params ReadOnlySpan<GraphValue> inputs) => _builder.Add(operation, name, inputs);

    // What a unit leaves to the next: output and cost so far, the sum of scores, and who goes on; the last two are null behind the last unit.
    private readonly record struct State(GraphValue Output, GraphValue PonderCost, GraphValue? Sum, GraphValue? Active);
}
