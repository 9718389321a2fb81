using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Cli.Models;

/// <summary>What a command line says of a model whose file does not say it.</summary>
/// <param name="Scale">Factor on pixels of 0 to 255; null for 1/255.</param>
/// <param name="Mean">Of scaled pixels, one for all channels or one for each; null for 0.</param>
/// <param name="StandardDeviation">Of scaled pixels, one for all channels or one for each; null for 1.</param>
/// <param name="Size">Short side that pictures are resized to before their center is cut out; null for the input's own.</param>
/// <param name="LabelsFile">A file with the name of a class per line; null for none.</param>
internal sealed record ForeignSettings(
    double? Scale = null, double[]? Mean = null, double[]? StandardDeviation = null, int? Size = null, string? LabelsFile = null)
{
    private bool HasPreprocessing => Scale is not null || Mean is not null || StandardDeviation is not null;

    /// <summary>A plan with what was said.</summary>
    /// <exception cref="CommandException">The plan says it already, or a list does not fit the model.</exception>
    public ModelPlan Complete(GatedGraph graph, ModelPlan plan)
    {
        if (Size is not null && !HasPreprocessing)
            throw new CommandException("--size: expected --mean, --std or --scale beside it, got none");
        if (HasPreprocessing)
            plan = plan.Preprocessing is null ? plan with { Preprocessing = Preprocessing(graph) } : throw Known(graph, "how pixels become inputs");
        if (LabelsFile is not null)
            plan = plan.Labels.Count == 0 ? plan with { Labels = ReadLabels(graph, plan, LabelsFile) } : throw Known(graph, "the labels");
        return plan;
    }

    private Preprocessing Preprocessing(GatedGraph graph)
    {
        if (graph.Inputs is not [{ Shape: { Rank: 4, HasBatch: true } shape }])
            throw new CommandException($"{graph.Source}: expected one input [N, C, H, W], got {string.Join("; ", graph.Inputs)}");
        return new Preprocessing(
            (float)(Scale ?? 1.0 / byte.MaxValue), PerChannel("--mean", Mean ?? [0], shape[1]), PerChannel("--std", StandardDeviation ?? [1], shape[1]))
        {
            Size = Size,
        };
    }

    private static float[] PerChannel(string option, double[] values, int channels) =>
        values.Length == 1 ? [.. Enumerable.Repeat((float)values[0], channels)]
        : values.Length == channels ? [.. values.Select(value => (float)value)]
        : throw new CommandException($"{option}: expected 1 or {channels} numbers, one for each channel, got {values.Length}");

    private static string[] ReadLabels(GatedGraph graph, ModelPlan plan, string file)
    {
        string[] labels = [.. File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
        int classes = graph.Tensor(plan.Exits[^1].Logits).Shape[1];
        return labels.Length == classes
            ? labels
            : throw new CommandException($"{file}: expected {classes} lines, one for each class of {graph.Source}, got {labels.Length}");
    }

    private static CommandException Known(GatedGraph graph, string what) =>
        new($"{graph.Source}: expected a model without a plan for these options, got one whose plan says {what}");
}
