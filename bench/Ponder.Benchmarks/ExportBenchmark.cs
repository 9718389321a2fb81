using System.Text;
using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Benchmarks;

/// <summary>Exported files on ONNX Runtime, one thread, against the time that their exits allow.</summary>
internal static class ExportBenchmark
{
    private static readonly int[] Batches = [1, 8, 32, 100];

    /// <summary>Times a model's exports.</summary>
    /// <param name="file">A model with early exits.</param>
    /// <param name="data">A data set's name or path.</param>
    /// <param name="split">Its samples, at least 100; whole batches of them are used.</param>
    /// <param name="rounds">How often all take their turns, at least 1.</param>
    /// <returns>
    /// A table of medians over rounds. The ideal of a round is the sum over stages of the share of samples that reach a stage times the
    /// stage's time per image in that round, when its own file runs on whole batches; what a form reaches is ideal time / its time.
    /// </returns>
    public static string Run(string file, string data, string split, int rounds)
    {
        var graph = GatedGraph.Load(file);
        var shape = graph.Inputs[0].Shape;
        var samples = DataCatalog.Open(data, new PictureForm(shape[1], shape[2], shape[3])).Open(split, graph.Plan?.Preprocessing);
        var report = new StringBuilder(
            "| model | n | form | us / image | static time / its time | of the ideal speed-up | other exits than the Where file | largest difference of logits |\n|---|---|---|---|---|---|---|---|\n");
        foreach (int batch in Batches)
            Measure(report, Path.GetFileNameWithoutExtension(file), graph, samples, batch, rounds);
        return report.ToString();
    }

    private static void Measure(StringBuilder report, string model, GatedGraph graph, ISampleSource samples, int batch, int rounds)
    {
        using var candidates = new ExportCandidates(graph, samples, batch);
        var names = candidates.Names.ToList();
        double[][] times = new double[rounds][];
        candidates.Time(first: 0); // warm-up
        for (int round = 0; round < rounds; round++)
            times[round] = candidates.Time(first: round);

        double[] ideals = [.. times.Select(candidates.Ideal)];
        report.AppendLine(Row(model, batch, "ideal", ideals, times, ideals, ""));
        for (int c = 0; c < names.Count; c++)
        {
            double[] own = [.. times.Select(time => time[c])];
            report.AppendLine(Row(model, batch, names[c], own, times, ideals, candidates.Compare(names[c])));
        }
    }

    private static string Row(string model, int batch, string form, double[] own, double[][] times, double[] ideals, string answers)
    {
        double speedup = Statistics.Median(own.Select((time, round) => times[round][ExportCandidates.Static] / time));
        double reached = Statistics.Median(own.Select((time, round) => ideals[round] / time));
        bool isForm = answers.Length > 0;
        return FormattableString.Invariant(
            $"| {model} | {batch} | {form} | {Statistics.Median(own):F1} | {speedup:F2} | ")
            + (isForm ? FormattableString.Invariant($"{reached:F3} | {answers} |") : "| | |");
    }
}
