using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Cli.Inspection;

/// <summary>All that <c>inspect</c> says of a model.</summary>
/// <param name="Model">The file.</param>
/// <param name="Inputs">Tensors to feed: name, type, shape.</param>
/// <param name="Outputs">Tensors that it answers with.</param>
/// <param name="Parameters">Elements of all float constants: weights and thresholds.</param>
/// <param name="MacsStatic">Multiply-adds of the trunk without exits; of the whole graph when there is no plan.</param>
/// <param name="MacsMax">The worst case: every early exit passed, or the dearest path.</param>
/// <param name="Segments">Parts that are computed together, in running order.</param>
/// <param name="Gates">Decisions in their order.</param>
/// <param name="Exits">Exits, shallow to deep; without a plan one that is called final; of a control graph its paths.</param>
/// <param name="Nodes">Nodes of a control graph, in an order in which they can run; empty for other models.</param>
/// <param name="Paths">Paths of a control graph; empty for other models.</param>
/// <param name="Labels">Class names.</param>
/// <param name="Preprocessing">How pixels become inputs.</param>
/// <param name="Data">Data and splits that it was made with.</param>
/// <param name="Calibration">What calibration was asked and found.</param>
/// <param name="Unsupported">Operators that the engine lacks, and why: with any, ONNX Runtime runs the model, segment by segment.</param>
internal sealed record ModelInspection(
    string Model, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, long Parameters, long MacsStatic, long MacsMax,
    IReadOnlyList<SegmentInspection> Segments, IReadOnlyList<GateInspection> Gates, IReadOnlyList<ExitInspection> Exits,
    IReadOnlyList<NodeInspection> Nodes, IReadOnlyList<PathInspection> Paths, IReadOnlyList<string> Labels, Preprocessing? Preprocessing, DataRole? Data, CalibrationRecord? Calibration, IReadOnlyList<string> Unsupported)
{
    public static ModelInspection Of(GatedGraph graph)
    {
        var analysis = DemandAnalysis.Of(graph);
        var plan = graph.Plan;
        var costs = plan is null ? null : ExitCosts.Of(graph);
        long all = analysis.Segments.Sum(segment => segment.Macs);
        return new ModelInspection(
            graph.Source, [.. graph.Inputs.Select(input => input.ToString())], graph.Outputs,
            graph.ConstantNames.Where(name => graph.Tensor(name).ElementType == ElementType.Float32)
                .Sum(name => graph.Tensor(name).Shape.SampleLength),
            costs?.StaticMacs ?? all, costs?.Macs.Max() ?? all,
            [.. analysis.Segments.Select(segment => Of(segment, analysis))],
            [.. analysis.Gates.Select(gate => new GateInspection(gate.Condition, gate.Kind.ToString().ToLowerInvariant()))],
            costs is null
                ? [new ExitInspection(EarlyExitConstants.FinalExit, all, Policy: null, Threshold: null)]
                : [.. ExitsOf(graph, costs)],
            plan?.Control is { } control ? [.. control.Nodes.Zip(ControlNodeCosts.Of(graph), Of)] : [],
            plan?.Control is not null && costs is not null ? [.. costs.Macs.Select((macs, p) => new PathInspection(p, plan.ExitNames[p], macs, (double)macs / costs.Macs.Max()))] : [],
            plan?.Labels ?? [], plan?.Preprocessing, plan?.Data, plan?.Calibration, Engines.Faults(graph));
    }

    private static SegmentInspection Of(Segment segment, DemandAnalysis analysis) => new(
        segment.Demand.Describe(gate => analysis.Gates[gate].Condition), segment.Macs,
        [.. segment.Nodes.Select(node => node.ToString())]);

    private static NodeInspection Of(NodeRole node, long macs) => new(
        node.Name, node.Kind.ToString().ToLowerInvariant(), node.Sources,
        node.Edges.Count == 0 ? "always" : string.Join(" or ", node.Edges.Select(edge => $"{edge.Control}={edge.Action}")), macs);

    private static IEnumerable<ExitInspection> ExitsOf(GatedGraph graph, ExitCosts costs) => graph.Plan is { Control: null } plan
        ? plan.Exits.Select((exit, e) => Of(graph, exit, costs.Macs[e]))
        : graph.Plan!.ExitNames.Select((path, p) => new ExitInspection(path, costs.Macs[p], Policy: null, Threshold: null)); // costs are of a plan

    private static ExitInspection Of(GatedGraph graph, ExitRole exit, long macs) => new(
        exit.Name, macs, exit.Policy, exit.Threshold is { } threshold ? graph.Constant(threshold).Floats[0] : null);
}
