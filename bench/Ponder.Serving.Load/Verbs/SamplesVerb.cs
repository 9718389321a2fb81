using System.CommandLine;
using System.Runtime.InteropServices;
using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.Graph;

namespace Ponder.Serving.Load.Verbs;

/// <summary><c>samples</c>: real inputs of a model, as a file.</summary>
internal static class SamplesVerb
{
    public static Command Create()
    {
        var model = Options.ModelFile();
        var data = new Option<string>("--data") { Description = "A data set, as for the command's own verbs.", HelpName = "DATA", Required = true };
        var split = new Option<string>("--split") { Description = "Which samples; NAME[a:b] takes some of them.", HelpName = "NAME[a:b]", DefaultValueFactory = _ => "test" };
        var count = Options.Count("--count", "How many, from the first.", 2000);
        var output = Options.Output("Little-endian float32, [n, C, H, W].");
        var verb = new Command("samples", "Write inputs of a model, preprocessed.") { model, data, split, count, output };
        verb.SetAction(parsed =>
        {
            var graph = GatedGraph.Load(parsed.GetRequiredValue(model));
            var shape = graph.Inputs[0].Shape;
            var form = new PictureForm(shape[1], shape[2], shape[3]) { Size = graph.Plan?.Preprocessing?.Size, Labels = graph.Plan?.Labels ?? [] };
            var samples = DataCatalog.Open(parsed.GetRequiredValue(data), form, Console.Error.WriteLine).Open(parsed.GetRequiredValue(split), graph.Plan?.Preprocessing);
            if (samples.SampleLength != shape.SampleLength)
                throw new InvalidDataException($"{graph.Source}: expected samples {shape}, got [N, {string.Join(", ", samples.SampleShape)}]");
            using var file = File.Create(parsed.GetRequiredValue(output));
            float[] sample = new float[samples.SampleLength];
            int written = Math.Min(parsed.GetValue(count), samples.Count);
            for (int i = 0; i < written; i++)
            {
                samples.Read(i, sample);
                file.Write(MemoryMarshal.AsBytes(sample.AsSpan())); // little-endian, as every machine that .NET runs on is
            }

            Console.WriteLine($"{file.Name}: {written} samples [{string.Join(", ", samples.SampleShape)}] of {samples.Name}");
        });
        return verb;
    }
}
