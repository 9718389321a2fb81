using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>Adds the units of one block whose units have masks of their own.</summary>
internal sealed class MaskEmitter
{
    private readonly GraphBuilder _builder;
    private readonly string _name;
    private readonly HaltingOptions _options;
    private readonly GraphValue _zero;
    private readonly GraphValue _one;

    public MaskEmitter(GraphBuilder builder, string name, HaltingOptions options)
    {
        (_builder, _name, _options) = (builder, name, options);
        _zero = builder.Constant($"{name}.zero", HostTensor.Of([0f], 1));
        _one = builder.Constant($"{name}.one", HostTensor.Of([1f], 1));
    }

    public HaltingBlock Emit(GraphValue input, IReadOnlyList<HaltingUnit> units)
    {
        string first = $"{_name}.unit1";
        var features = units[0](_builder, first, input);
        var cost = units.Count == 1 ? HaltingLayers.Wide(_builder, HaltingKind.Mask, _one, features, first) : _one;
        var logits = new List<string>();
        for (int u = 1; u < units.Count; u++)
        {
            string unit = $"{_name}.unit{u + 1}";
            var logit = HaltingLayers.MaskLogit(_builder, $"{unit}.logit", features, _options); // [N, 1, H, W]
            var runs = _builder.Add("GreaterOrEqual", $"{unit}.runs", [logit, _zero]);
            features = HaltingLayers.Gated(_builder, runs, units[u], unit, features);
            cost = _builder.Add("Add", $"{unit}.ponder", [_builder.Add("Cast", $"{unit}.ran", [runs], ("to", (int)ElementType.Float32)), cost]);
            logits.Add(logit.Name);
        }

        return new HaltingBlock(features, cost, logits);
    }
}
