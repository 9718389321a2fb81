using Ponder.Export;
using Ponder.Graph.Onnx;
using Ponder.Graph.Opsets;

namespace Ponder.Graph;

/// <summary>Finds all that is wrong with a graph, so that a user mends it in one go.</summary>
internal static class GraphValidator
{
    /// <summary>Checks what the rest relies on: names, references, stored tensors.</summary>
    public static void ThrowIfMalformed(ModelProto model, string source)
    {
        if (model.Graph is null || model.Graph.Output.Count == 0)
            throw new ModelFormatException(source, "expected an ONNX model with a graph and outputs, got none");

        if (model.MetadataProps.FirstOrDefault(entry => entry.Key == ExportFormats.MetadataKey)?.Value is { } format
            && format is ExportFormats.Rows or ExportFormats.If)
        {
            throw new ModelFormatException(
                source, $"expected a model, got what 'ponder export --format {format}' made of one for other runtimes: use the model itself");
        }

        var faults = new List<string>();
        if (model.OpsetImport.FirstOrDefault(o => OpsetConverter.IsStandard(o.Domain)) is { Version: < OpsetConverter.Oldest or > OpsetConverter.Newest } opset)
            faults.Add($"opset: expected {OpsetConverter.Oldest} to {OpsetConverter.Newest}, got {opset.Version}");

        var made = new HashSet<string>();
        var fed = new HashSet<string>();
        var asked = new HashSet<string>();
        foreach (var output in model.Graph.Output)
        {
            if (!asked.Add(output.Name))
                faults.Add($"output '{output.Name}' is declared twice");
        }

        foreach (var input in model.Graph.Input)
        {
            if (input.Name.Length == 0)
                faults.Add("input: expected a name, got none");
            if (!fed.Add(input.Name))
                faults.Add($"input '{input.Name}' is declared twice");
        }

        made.UnionWith(fed);
        var stored = new HashSet<string>();
        foreach (var tensor in model.Graph.Initializer)
        {
            if (tensor.Name.Length == 0)
                faults.Add("stored tensor: expected a name, got none");
            if (!stored.Add(tensor.Name))
                faults.Add($"tensor '{tensor.Name}' is stored twice");
            if (TensorCodec.FindFault(tensor) is { } fault)
                faults.Add(fault);
        }

        made.UnionWith(stored);
        foreach (var node in model.Graph.Node)
        {
            if (node.Output.Count == 0 || node.Output[0].Length == 0)
                faults.Add($"node '{node.Name}' ({node.OpType}): expected an output, got none");
            foreach (string output in node.Output.Where(output => output.Length > 0 && !made.Add(output)))
                faults.Add($"tensor '{output}' is made twice");
            foreach (var attribute in node.Attribute)
            {
                if (attribute.T is { } tensor && TensorCodec.FindFault(tensor) is { } fault)
                    faults.Add($"node '{node.Name}': {fault}");
            }
        }

        faults.AddRange(
            from node in model.Graph.Node
            from input in node.Input
            where input.Length > 0 && !made.Contains(input)
            select $"node '{node.Name}' ({node.OpType}) reads '{input}', which nothing makes");
        faults.AddRange(
            from output in model.Graph.Output
            where !made.Contains(output.Name)
            select $"output '{output.Name}' is made by nothing");
        if (faults.Count > 0)
            throw new ModelFormatException(source, faults);
    }

    /// <summary>Checks gates and the plan, once shapes are known.</summary>
    public static void ThrowIfInvalid(GatedGraph graph)
    {
        var faults = new List<string>(GateFinder.FindFaults(graph));
        if (graph.Plan is { } plan)
            faults.AddRange(plan.FindFaults(graph));
        // A graph without a plan may hold operators that only ONNX Runtime knows; one with a plan was built here.
        if (graph.Plan is not null)
            faults.AddRange(graph.ShapeFaults);
        if (faults.Count > 0)
            throw new ModelFormatException(graph.Source, faults);
    }
}
