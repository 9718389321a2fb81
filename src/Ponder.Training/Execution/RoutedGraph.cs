using Ponder.Graph;
using Ponder.Plans;
using static TorchSharp.torch;

namespace Ponder.Training.Execution;

/// <summary>A control graph that runs as inference does: every sample takes its path, and nothing else is computed.</summary>
/// <param name="network">The graph's weights; must have a plan with a control graph.</param>
/// <param name="outputs">Tensors that are asked for every sample.</param>
internal sealed class RoutedGraph(TorchGraph network, IReadOnlyList<string> outputs)
{
    private readonly Dictionary<string, int> _conditions = DemandAnalysis.Of(network.Graph, outputs).Gates.ToDictionary(gate => gate.Condition, gate => gate.Index);

    private readonly Dictionary<string, int> _choices = network.Graph.Plan!.Control!.Controls // the caller has one
        .Select((control, index) => (control.Choice, index)).ToDictionary(pair => pair.Choice, pair => pair.index);

    public TorchGraph Network => network;

    public ModelPlan Plan => network.Graph.Plan!; // as above

    public DemandAnalysis Analysis { get; } = DemandAnalysis.Of(network.Graph, outputs);

    public string Input => network.Graph.Inputs[0].Name;

    /// <summary>The gate that chooses between the sides of a node; null for another operator.</summary>
    public int? GateOf(GraphNode node) => Analysis.GateOf(node);

    /// <summary>The gate whose condition a tensor is, or null.</summary>
    public int? ConditionOf(string tensor) => _conditions.TryGetValue(tensor, out int gate) ? gate : null;

    /// <summary>The control node whose choice an operator makes, or null.</summary>
    public int? ControlOf(GraphNode node) => _choices.TryGetValue(node.Output, out int control) ? control : null;

    /// <summary>Runs a batch.</summary>
    /// <param name="samples">[N, C, H, W]; stays the caller's.</param>
    /// <param name="training">Whether normalisation and dropout train.</param>
    /// <param name="choose">Decides at control nodes; null for the highest score.</param>
    public RoutedBatch Run(Tensor samples, bool training, RoutedBatch.Choose? choose = null) =>
        new(this, samples, training, choose ?? ((_, _, greedy) => greedy));
}
