using Ponder.Control;
using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>Gates that pass gradients to the scores that decide them: Gumbel's trick, hard forward and soft backward.</summary>
/// <param name="analysis">The graph's gates; those that a control node's choice or a mask's logit decides become soft.</param>
/// <param name="controls">The control nodes.</param>
/// <param name="isNoisy">Whether choices are drawn; else they are the highest scores, and the logits from 0 up.</param>
internal sealed class SoftGates(DemandAnalysis analysis, IReadOnlyList<NodeRole> controls, bool isNoisy)
{
    private readonly Dictionary<string, SoftGate> _gates = [];
    private readonly HashSet<string> _masks = [.. analysis.Gates.Where(gate => gate.Kind == GateKind.Position).Select(gate => gate.Condition)];

    /// <summary>A gate as numbers, [N, 1] or [N, 1, H, W], once what decides it has run.</summary>
    /// <param name="gate">Index of the gate.</param>
    public SoftGate Of(int gate) => _gates[analysis.Gates[gate].Condition];

    /// <summary>The soft gate by which an operator chooses, or null.</summary>
    public int? GateOf(GraphNode node) => analysis.GateOf(node) is { } gate && _gates.ContainsKey(analysis.Gates[gate].Condition) ? gate : null;

    /// <summary>Decides a control node's choices, int64 [N, 1], or a mask, bool [N, 1, H, W].</summary>
    /// <param name="node">The operator that decides.</param>
    /// <param name="inputs">What it reads.</param>
    /// <returns>What the operator makes; null where it decides nothing.</returns>
    public Tensor? Decide(GraphNode node, Tensor?[] inputs) => node.OpType switch
    {
        "ArgMax" when controls.FirstOrDefault(control => control.Choice == node.Output) is { } control => Choose(control, inputs[0]!), // operators have their inputs
        "GreaterOrEqual" when _masks.Contains(node.Output) => Mask(node.Output, inputs[0]!, inputs[1]!),
        _ => null,
    };

    /// <summary>What a gate lets through: m * accepted + (1 - m) * refused.</summary>
    public Tensor Mix(int index, Tensor accepted, Tensor refused)
    {
        var gate = Of(index).Through;
        int rank = (int)Math.Max(accepted.dim(), refused.dim());
        var wide = gate.dim() == rank ? gate : gate.reshape([gate.shape[0], .. Enumerable.Repeat(1L, rank - 1)]);
        // Hard gates are exact in any type, so features need not leave theirs.
        var type = accepted.dtype == refused.dtype && accepted.dtype == ScalarType.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32;
        return lerp(Wide(refused, accepted), Wide(accepted, refused), As(wide, type));

        Tensor Wide(Tensor own, Tensor other) => As(own, type).expand_as(own.numel() >= other.numel() ? own : other);
    }

    private Tensor Choose(NodeRole control, Tensor scores)
    {
        var drawn = As(scores, ScalarType.Float32);
        if (isNoisy)
            drawn = drawn.add(rand(drawn.shape).clamp_min(HeldScalars.Tiny).log().neg().log(), HeldScalars.MinusOne); // + (-log(-log u))
        var soft = drawn.softmax(1);
        var actions = soft.argmax(1, keepdim: true);
        var hard = nn.functional.one_hot(actions.reshape(-1), control.Actions.Count).to(ScalarType.Float32);
        for (int action = 0; action < control.Actions.Count - 1; action++)
        {
            int column = action;
            _gates[control.Gate(action)] = new SoftGate(hard, soft).Map(numbers => numbers.narrow(1, column, 1));
        }

        return actions;
    }

    // Two actions of which the other's score is 0: the difference of their Gumbel noises is logistic.
    private Tensor Mask(string condition, Tensor logits, Tensor limit)
    {
        var drawn = As(logits, ScalarType.Float32).add(limit, HeldScalars.MinusOne);
        if (isNoisy)
        {
            var u = rand(drawn.shape);
            drawn = drawn.add(u.clamp_min(HeldScalars.Tiny).log().add(u.neg().log1p(), HeldScalars.MinusOne), HeldScalars.One); // + log(u / (1 - u))
        }

        var runs = drawn.ge(zeros(1));
        _gates[condition] = new SoftGate(runs.to(ScalarType.Float32), drawn.sigmoid());
        return runs;
    }

    private static Tensor As(Tensor tensor, ScalarType type) => tensor.dtype == type ? tensor : tensor.to(type);
}
