using Ponder.Control;
using Ponder.Graph;
using TorchSharp;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>Gates that pass gradients to the scores that decide them: Gumbel's trick, hard forward and soft backward.</summary>
/// <param name="analysis">The graph's gates.</param>
/// <param name="controls">The control nodes.</param>
/// <param name="isNoisy">Whether choices are drawn; else they are the highest scores.</param>
internal sealed class SoftGates(DemandAnalysis analysis, IReadOnlyList<NodeRole> controls, bool isNoisy)
{
    private readonly Dictionary<string, Tensor> _gates = [];

    /// <summary>A gate as a number, [N, 1], once its control node has run.</summary>
    /// <param name="gate">Index of the gate.</param>
    public Tensor Of(int gate) => _gates[analysis.Gates[gate].Condition];

    /// <summary>The gate by which an operator chooses, or null.</summary>
    public int? GateOf(GraphNode node) => analysis.GateOf(node);

    /// <summary>Draws a control node's choices.</summary>
    /// <param name="choice">The tensor that is made.</param>
    /// <param name="scores">[N, actions].</param>
    /// <returns>The actions, int64 [N, 1]; null where the tensor is no choice.</returns>
    public Tensor? Draw(string choice, Tensor scores)
    {
        if (controls.FirstOrDefault(node => node.Choice == choice) is not { } control)
            return null;
        var drawn = scores.to(ScalarType.Float32);
        if (isNoisy)
            drawn = drawn.add(rand(drawn.shape).clamp_min(HeldScalars.Tiny).log().neg().log(), HeldScalars.MinusOne); // + (-log(-log u))
        var soft = drawn.softmax(1);
        var actions = soft.argmax(1, keepdim: true);
        var hard = nn.functional.one_hot(actions.reshape(-1), control.Actions.Count).to(ScalarType.Float32);
        var through = soft.add(hard.add(soft, HeldScalars.MinusOne).detach(), HeldScalars.One);
        for (int action = 0; action < control.Actions.Count - 1; action++)
            _gates[control.Gate(action)] = through.narrow(1, action, 1);
        return actions;
    }

    /// <summary>What a gate lets through: m * accepted + (1 - m) * refused.</summary>
    public Tensor Mix(int index, Tensor accepted, Tensor refused)
    {
        var gate = Of(index);
        int rank = (int)Math.Max(accepted.dim(), refused.dim());
        var wide = gate.reshape([gate.shape[0], .. Enumerable.Repeat(1L, rank - 1)]);
        return lerp(Wide(refused, accepted), Wide(accepted, refused), wide);

        static Tensor Wide(Tensor own, Tensor other) => (own.dtype == ScalarType.Float32 ? own : own.to(ScalarType.Float32)).expand_as(
            own.numel() >= other.numel() ? own : other);
    }
}
