using System.CommandLine;
using Ponder.Cli.Inspection;
using Ponder.Cli.Models;
using Ponder.EarlyExit;

namespace Ponder.Cli.Verbs;

/// <summary><c>ponder cascade</c>: several trained classifiers become one gated graph.</summary>
internal static class CascadeVerb
{
    private const string Last = "last";
    private const string Mean = "mean";

    public static Command Create(Terminal terminal)
    {
        var models = new Argument<string[]>("MODEL")
        {
            Description = "Two or more ONNX files of the same classes and input, small to big.",
            Arity = new ArgumentArity(2, 100),
        };
        var answer = new Option<string>("--answer")
        {
            Description = $"{Last}: the model that a sample stops at answers; {Mean}: the mean of the logits of all models asked so far does.",
            HelpName = $"{Last}|{Mean}",
            DefaultValueFactory = _ => Last,
        };
        answer.AcceptOnlyFromAmong(Last, Mean);
        var output = new Option<string>("--out") { Description = "The new model.", HelpName = "FILE", Required = true };
        var foreign = new ForeignOptions();
        var json = CommonOptions.Json();
        var verb = new VerbCommand(
            "cascade", "Make one model of several trained ones: a bigger one is asked where the smaller ones are unsure. Calibrate it afterwards.",
            "ponder cascade resnet20.onnx resnet56.onnx --out pair.onnx",
            "ponder cascade resnet20.onnx resnet56.onnx --answer mean --out committee.onnx",
            "ponder calibrate pair.onnx --data cifar-10 --split 'test[0:5000]' --max-accuracy-drop 0.004") { models, answer, output, json };
        foreign.AddTo(verb);
        verb.SetAction(parsed =>
        {
            string file = parsed.GetRequiredValue(output);
            var graph = Cascade.Build(
                ModelOpener.OpenAll(parsed.GetRequiredValue(models), foreign.Read(parsed)),
                parsed.GetRequiredValue(answer) == Mean ? CascadeAnswer.Mean : CascadeAnswer.Last, file);
            graph.Save(file);
            var inspection = ModelInspection.Of(graph);
            if (parsed.GetValue(json))
                CliJson.Write(terminal.Output, inspection, CliJson.Default.ModelInspection);
            else
                InspectionTables.Write(terminal.Tables(json: false), inspection);
            return ExitCodes.Done;
        });
        return verb;
    }
}
