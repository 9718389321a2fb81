using Ponder.Cli.Runs;
using Ponder.Data;
using Ponder.Evaluation;
using Ponder.Report;

namespace Ponder.Cli.Reporting;

/// <summary>Images that left early and images that went on, so that people see what the network finds easy.</summary>
internal static class ReportPictures
{
    private const int PerGroup = 30; // whole rows on a wide screen

    public static IReadOnlyList<PictureGroup> Choose(ExperimentResult result, SplitSource samples)
    {
        var all = result.Evaluation.Samples;
        var exits = result.Evaluation.Result.Exits;
        if (exits.Count < 2)
            return [];
        string last = exits[^1].Name;
        return
        [
            .. Group("Left early", "The first of the test split that did.", all.Where(sample => sample.Exit != last)),
            .. Group("Went on to the last exit", "The first of the test split that did.", all.Where(sample => sample.Exit == last)),
            .. Group("Left early and wrong", "The price of leaving: all of them, or the first.", all.Where(sample => sample.Exit != last && sample.Prediction != sample.Label)),
        ];

        IEnumerable<PictureGroup> Group(string title, string caption, IEnumerable<SampleResult> chosen)
        {
            Picture[] pictures = [.. chosen.Take(PerGroup).Select(sample => Draw(sample, samples, result.Data.Labels))];
            if (pictures.Length > 0)
                yield return new PictureGroup(title, caption, pictures);
        }
    }

    private static Picture Draw(SampleResult sample, SplitSource samples, IReadOnlyList<string> labels)
    {
        var images = samples.Images;
        return new Picture
        {
            Width = images.Width,
            Height = images.Height,
            Channels = images.Channels,
            Pixels = Interleave(samples.Pixels(sample.Index), images.Channels),
            Label = labels[sample.Label],
            Prediction = sample.Prediction < 0 ? "none" : labels[sample.Prediction],
            Confidence = sample.Confidence,
            Exit = sample.Exit,
        };
    }

    // [C, H, W] to [H, W, C]
    private static byte[] Interleave(ReadOnlySpan<byte> planes, int channels)
    {
        int area = planes.Length / channels;
        byte[] pixels = new byte[planes.Length];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = planes[(i % channels * area) + (i / channels)];
        return pixels;
    }
}
