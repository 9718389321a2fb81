using Ponder.Cli.Rendering;
using Ponder.Plans;
using Spectre.Console;

namespace Ponder.Cli.Inspection;

/// <summary>An inspection for people.</summary>
internal static class InspectionTables
{
    public static void Write(IAnsiConsole console, ModelInspection model)
    {
        console.WriteLine($"{model.Model}: {string.Join(", ", model.Inputs)} -> {string.Join(", ", model.Outputs)}");
        console.WriteLine($"{model.Parameters:N0} parameters; multiply-adds: {model.MacsStatic:N0} static, {model.MacsMax:N0} at worst");
        if (model.Paths.Count == 0)
            WriteExits(console, model);
        else
            WriteControlGraph(console, model);
        WriteSegments(console, model);
        if (model.Gates.Count > 0)
            console.WriteLine($"gates: {string.Join(", ", model.Gates.Select(gate => $"{gate.Name} (per {gate.Kind})"))}");
        if (model.Data is { } data)
            console.WriteLine($"made with {data.Name}: {string.Join(", ", data.Splits.Select(split => $"{split.Key} = {split.Value.File}[{split.Value.Start}:{split.Value.EndExclusive}]"))}");
        console.WriteLine(Promise(model.Calibration));
        console.WriteLine(model.Unsupported.Count == 0
            ? "the engine runs all operators"
            : $"ONNX Runtime runs it, segment by segment; the engine lacks: {string.Join("; ", model.Unsupported)}");
    }

    private static void WriteExits(IAnsiConsole console, ModelInspection model)
    {
        var table = Tables.Create("exit", ">multiply-adds", ">of static", "policy", ">threshold");
        foreach (var exit in model.Exits)
        {
            table.AddText(exit.Name, $"{exit.Macs:N0}", Tables.Percent((double)exit.Macs / model.MacsStatic),
                exit.Policy ?? "always", exit.Threshold is { } threshold ? $"{threshold:G6}" : "");
        }

        console.Write(table);
    }

    private static void WriteControlGraph(IAnsiConsole console, ModelInspection model)
    {
        var nodes = Tables.Create("node", "kind", "reads", "runs when", ">multiply-adds");
        foreach (var node in model.Nodes)
            nodes.AddText(node.Name, node.Kind, string.Join(", ", node.Reads), node.RunsWhen, $"{node.Macs:N0}");
        console.Write(nodes);
        var paths = Tables.Create(">path", "choices", ">multiply-adds", ">of dearest");
        foreach (var path in model.Paths)
            paths.AddText($"{path.Index}", path.Name, $"{path.Macs:N0}", Tables.Percent(path.ShareOfDearest));
        console.Write(paths);
    }

    private static void WriteSegments(IAnsiConsole console, ModelInspection model)
    {
        var table = Tables.Create(">segment", "computed", ">multiply-adds", "operators");
        for (int s = 0; s < model.Segments.Count; s++)
        {
            var segment = model.Segments[s];
            table.AddText($"{s}", segment.Demand, $"{segment.Macs:N0}", Operators(segment));
        }

        console.Write(table);
    }

    // People want to see what kind of work it is; JSON has every operator by name.
    private static string Operators(SegmentInspection segment) => string.Join(", ", segment.Nodes
        .CountBy(node => node[..node.IndexOf(' ')])
        .Select(group => group.Value == 1 ? group.Key : $"{group.Value} {group.Key}"));

    private static string Promise(CalibrationRecord? calibration) => calibration is null
        ? "not calibrated"
        : $"calibrated ({calibration.Method} {calibration.Target}) on {calibration.Samples:N0} samples of {calibration.Split}: "
            + $"accuracy {Tables.Percent(calibration.Accuracy)}, drop {Tables.Percent(calibration.AccuracyDrop)}, "
            + $"{calibration.MacsMean:N0} multiply-adds on average, shares {string.Join(", ", calibration.ExitShares.Select(Tables.Percent))}"
            + (calibration.OperatingPoints is { Count: > 0 } points
                ? $"\n{points.Count} operating points: accuracy {Tables.Percent(points[0].Accuracy)} to {Tables.Percent(points[^1].Accuracy)}, {points[0].MacsMean:N0} to {points[^1].MacsMean:N0} multiply-adds on average"
                : "")
            + (calibration.Promise is { } promise ? $"\npromise: {Promise(promise)}" : "");

    /// <summary>A promise in words.</summary>
    public static string Promise(PromiseRecord promise) =>
        $"with confidence {promise.Confidence} {(promise.Risk == "disagreement" ? "at most" : "the accuracy is at most")} {Tables.Percent(promise.Limit)} "
        + $"{(promise.Risk == "disagreement" ? "of new samples get another answer than the whole network's" : "below the whole network's on new samples")} "
        + $"({promise.Bound} bound, {promise.Samples:N0} samples{(promise.Date is { } date ? $", {date:yyyy-MM-dd}" : "")}"
        + $"{(promise.DataHash is { } hash ? $", data {hash[..12]}" : "")})";
}
