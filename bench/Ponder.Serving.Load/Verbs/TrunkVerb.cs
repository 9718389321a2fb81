using System.CommandLine;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Serving.Load.Verbs;

/// <summary><c>trunk</c>: a model's rival, the network without exits.</summary>
internal static class TrunkVerb
{
    public static Command Create()
    {
        var model = Options.ModelFile();
        var output = Options.Output("An ONNX file; the server calls the model by its name.");
        var verb = new Command("trunk", "Write the static network of a model, to be served beside it.") { model, output };
        verb.SetAction(parsed =>
        {
            var graph = GatedGraph.Load(parsed.GetRequiredValue(model));
            if (graph.Plan is not { Control: null, Halting: null } plan)
                throw new InvalidDataException($"{graph.Source}: expected a model with exits");
            var trunk = ExitAttachment.Attach(GraphCutter.Extract(graph, [plan.TrunkLogits]), [], new ConfidenceExitPolicy(1), seed: 0); // no early exit, so neither is used
            trunk.Plan = trunk.Plan! with { Labels = plan.Labels, Preprocessing = plan.Preprocessing, Data = plan.Data }; // attaching makes one
            trunk.Save(parsed.GetRequiredValue(output));
        });
        return verb;
    }
}
