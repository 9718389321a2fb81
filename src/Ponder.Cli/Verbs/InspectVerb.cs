using System.CommandLine;
using Ponder.Cli.Inspection;
using Ponder.Graph;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder inspect</c>: what a model decides, what that costs, what calibration promised.</summary>
internal static class InspectVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "inspect", "Show a model's segments, gates, exits, multiply-adds, thresholds and what calibration promised.",
            "ponder inspect runs/quickstart/model.onnx",
            "ponder inspect model.onnx --json") { model, json };
        verb.SetAction(parsed =>
        {
            var inspection = ModelInspection.Of(GatedGraph.Load(parsed.GetRequiredValue(model)));
            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, inspection, CliJson.Default.ModelInspection);
            else
                InspectionTables.Write(terminal.Tables(json: false), inspection);
            return ExitCodes.Done;
        });
        return verb;
    }
}
