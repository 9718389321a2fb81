using Ponder.Cli.Mapping;
using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Report;

namespace Ponder.Cli.Reporting;

/// <summary>The cheapest and the dearest images of a halting network with their ponder maps, so that people see what it finds easy.</summary>
internal static class PonderPictures
{
    private const int PerGroup = 30; // whole rows on a wide screen

    /// <summary>Chooses and draws them.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="executor">Runs it.</param>
    /// <param name="results">What it made of the samples, as <see cref="Evaluator"/> says.</param>
    /// <param name="samples">The same samples.</param>
    /// <param name="labels">Class names.</param>
    /// <param name="perGroup">Images in each group at most.</param>
    /// <exception cref="ModelFormatException">Nothing halts in the network.</exception>
    public static IReadOnlyList<PictureGroup> Choose(
        GatedGraph graph, IGraphExecutor executor, IReadOnlyList<SampleResult> results, SplitSource samples, IReadOnlyList<string> labels, int perGroup = PerGroup)
    {
        var recorder = new PonderRecorder(graph);
        string how = recorder.HasMap
            ? "Of the test split. Below each its ponder cost, summed over blocks: dark where one unit of each block ran, yellow where all did."
            : "Of the test split.";
        return
        [
            Group("Cheapest", results.OrderBy(sample => sample.Macs)),
            Group("Dearest", results.OrderByDescending(sample => sample.Macs)),
        ];

        PictureGroup Group(string title, IOrderedEnumerable<SampleResult> sorted) =>
            new(title, how, [.. sorted.ThenBy(sample => sample.Index).Take(perGroup).Select(sample => Draw(sample, recorder, executor, samples, labels))]);
    }

    private static Picture Draw(SampleResult sample, PonderRecorder recorder, IGraphExecutor executor, SplitSource samples, IReadOnlyList<string> labels)
    {
        var images = samples.Images;
        var image = PonderOverlay.Image(samples.Pixels(sample.Index), new PictureForm(images.Channels, images.Height, images.Width));
        var shown = recorder.HasMap ? WithMap(image, recorder, executor, samples, sample.Index) : image;
        return new Picture
        {
            Width = shown.Width,
            Height = shown.Height,
            Channels = 3,
            Pixels = shown.Pixels,
            Label = labels[sample.Label],
            Prediction = sample.Prediction < 0 ? "none" : labels[sample.Prediction],
            Confidence = sample.Confidence,
            Exit = $"{sample.Macs / 1e6:0.00} M multiply-adds",
        };
    }

    private static Canvas WithMap(Canvas image, PonderRecorder recorder, IGraphExecutor executor, SplitSource samples, int index)
    {
        float[] values = new float[samples.SampleLength];
        samples.Read(index, values);
        var map = recorder.Record(executor, values, 1)[0].Sum;
        var both = new Canvas(image.Width, 2 * image.Height);
        both.Draw(image, 0, 0);
        both.Draw(PonderOverlay.Draw(image, map, CostScale.Of(recorder.Plan.Kind, recorder.Plan.Blocks)), 0, image.Height);
        return both;
    }
}
