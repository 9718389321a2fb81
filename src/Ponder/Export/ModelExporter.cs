using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Graph.Onnx;

namespace Ponder.Export;

/// <summary>Writes models for other ONNX runtimes, with standard operators only.</summary>
/// <remarks>
/// The thresholds stay optional inputs, of shape [1]. What is written has no plan: it is not read back. docs/export.md says
/// what to choose.
/// </remarks>
public static class ModelExporter
{
    /// <summary>Any batch size: each part of the network runs on those samples only that need it, or not at all.</summary>
    /// <param name="graph">A graph with gates; left as it is.</param>
    /// <returns>An ONNX file with the graph's inputs and outputs.</returns>
    /// <exception cref="ModelFormatException">An operator cannot be brought to opset 17, or a shape is not known.</exception>
    public static byte[] Rows(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GateExporter(graph, isSingle: false).Write(ExportFormats.Rows);
    }

    /// <summary>Batch 1 only: each part of the network runs if it is needed.</summary>
    /// <param name="graph">A graph with gates; left as it is.</param>
    /// <returns>An ONNX file with the graph's inputs and outputs, whose batch size is fixed to 1.</returns>
    /// <exception cref="ModelFormatException">An operator cannot be brought to opset 17, or a shape is not known.</exception>
    public static byte[] Single(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return new GateExporter(graph, isSingle: true).Write(ExportFormats.If);
    }

    /// <summary>The trunk: its answer alone, called <c>logits</c>.</summary>
    /// <param name="graph">A model with a plan; left as it is.</param>
    /// <returns>An ONNX file.</returns>
    /// <exception cref="ArgumentException">The model has no plan.</exception>
    public static byte[] Static(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var plan = graph.Plan ?? throw new ArgumentException($"{graph.Source}: expected a plan, got none", nameof(graph));
        string answer = plan.TrunkLogits;
        var part = GraphCutter.Extract(graph, [answer]);
        if (answer != EarlyExitConstants.Logits)
            part = GraphCutter.Rename(part, answer, EarlyExitConstants.Logits);
        part.Proto.MetadataProps.Add(new StringStringEntryProto { Key = ExportFormats.MetadataKey, Value = ExportFormats.Static });
        return part.ToBytes();
    }

    /// <summary>A file for each exit: the caller runs them one after the other, each with those samples that nobody accepted yet.</summary>
    /// <param name="graph">A model with a plan; left as it is.</param>
    /// <exception cref="ArgumentException">The model has no plan.</exception>
    /// <exception cref="ModelFormatException">An operator cannot be brought to opset 17.</exception>
    public static StagedModel Stages(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return StageExporter.Export(graph);
    }
}
