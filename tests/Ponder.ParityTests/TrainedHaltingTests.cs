using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Tests;

namespace Ponder.ParityTests;

/// <summary>The shipped networks that halt, on test images: how many units each position takes is what ONNX Runtime says.</summary>
public sealed class TrainedHaltingTests
{
    private const int Images = 128;
    private const double LeastAgreement = 0.999;

    [Theory]
    [MemberData(nameof(Models))]
    public void Record_TestImages_TakesTheUnitsThatOnnxRuntimeTakes(string file, string data, string folder)
    {
        var (expected, actual) = Records(file, data, folder);
        var units = expected.Zip(actual).SelectMany(pair => Units(pair.First).Zip(Units(pair.Second))).ToArray();

        Assert.InRange(units.Count(pair => pair.First == pair.Second), LeastAgreement * units.Length, units.Length);
        Assert.True(units.Select(pair => pair.First).Distinct().Count() > 1); // positions differ
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Record_ImagesWhosePositionsAgree_AnswersAsOnnxRuntimeDoes(string file, string data, string folder)
    {
        var (expected, actual) = Records(file, data, folder);
        var alike = expected.Zip(actual).Where(pair => Units(pair.First).SequenceEqual(Units(pair.Second))).ToArray();

        Assert.InRange(alike.Length, Images / 2, Images);
        Assert.All(alike, pair => Assert.Equal(pair.First.Prediction, pair.Second.Prediction));
        Assert.All(alike, pair => Assert.Equal(pair.First.Confidence, pair.Second.Confidence, tolerance: 1e-4f + (1e-3f * pair.First.Confidence)));
        Assert.All(alike, pair => Assert.Equal(pair.First.Macs, pair.Second.Macs));
    }

    public static TheoryData<string, string, string> Models => new()
    {
        { "resnet56-sact-cifar10.onnx", "cifar-10", "cifar-10-batches-bin" },
        { "resnet56-masks-cifar10.onnx", "cifar-10", "cifar-10-batches-bin" },
        { "resnet20-64-sact-tiny-imagenet-20.onnx", "tiny-imagenet-20", "tiny-imagenet-20" },
    };

    private static (IReadOnlyList<PonderRecord> Expected, IReadOnlyList<PonderRecord> Actual) Records(string file, string data, string folder)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Environment.GetEnvironmentVariable("PONDER_DATA") ?? "", folder)), $"no images: set PONDER_DATA to a folder with {folder}");
        var graph = GatedGraph.Load(Path.Combine(RepositoryFolder.Root, "models", file));
        var shape = graph.Inputs[0].Shape;
        var test = DataCatalog.Open(data, new PictureForm(shape[1], shape[2], shape[3])).Open("test", graph.Plan!.Preprocessing);
        float[] samples = new float[Images * test.SampleLength];
        for (int i = 0; i < Images; i++)
            test.Read(i, samples.AsSpan(i * test.SampleLength, test.SampleLength));
        var recorder = new PonderRecorder(graph);
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var engine = InferenceSession.Create(graph);
        return (recorder.Record(oracle, samples, Images), recorder.Record(engine, samples, Images));
    }

    // A position's cost is its units and a remainder above 0, at most 1; with masks its units alone.
    private static IEnumerable<int> Units(PonderRecord record) => record.Blocks.SelectMany(block => block.Values).Select(cost => (int)MathF.Ceiling(cost));
}
