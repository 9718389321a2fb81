using Ponder.Cli.Reporting;
using Ponder.Data;
using Ponder.Evaluation;
using Ponder.Halting;
using Ponder.Inference;
using Ponder.Report;

namespace Ponder.Cli.Tests.Reporting;

public sealed class PonderPicturesTests
{
    private static readonly string[] Labels = [.. Enumerable.Range(0, 10).Select(label => $"class {label}")];

    [Fact]
    public void Choose_Groups_AreTheCheapestAndTheDearest()
    {
        var (groups, results) = Choose(HaltingKind.Position, perGroup: 2);
        long[] macs = [.. results.Select(result => result.Macs).Order()];

        Assert.Equal(["Cheapest", "Dearest"], groups.Select(group => group.Title));
        Assert.Equal(macs[..2].Select(Text), groups[0].Pictures.Select(picture => picture.Exit));
        Assert.Equal([Text(macs[^1]), Text(macs[^2])], groups[1].Pictures.Select(picture => picture.Exit));
    }

    [Fact]
    public void Choose_Positions_ShowTheImageAboveItsMap()
    {
        var picture = Choose(HaltingKind.Position, perGroup: 1).Groups[0].Pictures[0];

        Assert.Equal((32, 64, 32 * 64 * 3), (picture.Width, picture.Height, picture.Pixels.Length));
    }

    [Fact]
    public void Choose_Images_ShowTheImage()
    {
        var picture = Choose(HaltingKind.Image, perGroup: 1).Groups[0].Pictures[0];

        Assert.Equal((32, 32), (picture.Width, picture.Height));
    }

    [Fact]
    public void Choose_Picture_SaysTheAnswerAndTheLabel()
    {
        var (groups, results) = Choose(HaltingKind.Position, perGroup: 1);
        var cheapest = results.MinBy(result => result.Macs)!;

        Assert.Equal((Labels[cheapest.Label], Labels[cheapest.Prediction]), (groups[0].Pictures[0].Label, groups[0].Pictures[0].Prediction));
    }

    private static (IReadOnlyList<PictureGroup> Groups, IReadOnlyList<SampleResult> Results) Choose(HaltingKind kind, int perGroup)
    {
        var graph = TestModels.BuildHalting(kind);
        var samples = new SplitSource(Noise(), "noise", 0, 6, graph.Plan!.Preprocessing!);
        using var session = InferenceSession.Create(graph);
        var run = Evaluator.Evaluate(graph, session, samples);
        return (PonderPictures.Choose(graph, session, run.Samples, samples, Labels, perGroup), run.Samples);
    }

    // Six images of noise, each louder than the one before.
    private static ImageSet Noise()
    {
        var random = new Random(1);
        const int Length = 3 * 32 * 32;
        byte[] pixels = [.. Enumerable.Range(0, 6 * Length).Select(i => (byte)(128 + (random.Next(-20, 20) * (i / Length))))];
        return new ImageSet(pixels, [0, 1, 2, 3, 4, 5], 3, 32, 32);
    }

    private static string Text(long macs) => $"{macs / 1e6:0.00} M multiply-adds";
}
