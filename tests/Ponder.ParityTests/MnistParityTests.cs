using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Training.Execution;

namespace Ponder.ParityTests;

/// <summary>The shipped model on all test images: three executors, one meaning.</summary>
public sealed class MnistParityTests
{
    private const int LeastAgreement = 9_990;
    private static readonly string[] Outputs = ["logits", "exit", "confidence"];

    [Fact]
    public void OnnxRuntime_AllTestImages_AgreesWithTheEngine() => AssertAgreement(graph => new OnnxRuntimeExecutor(graph));

    [Fact]
    public void Torch_AllTestImages_AgreesWithTheEngine() => AssertAgreement(graph => new TorchGraphExecutor(graph));

    [Fact]
    public void Engine_AllTestImages_KeepsThePromiseOfTheModel()
    {
        var graph = Model();
        var test = DataCatalog.Open("mnist").Open("test", graph.Plan!.Preprocessing);
        using var engine = InferenceSession.Create(graph);
        var predictions = new Prediction[test.Count];

        engine.Predict(Images(test).Floats, test.Count, predictions);

        Assert.InRange(predictions.Where((p, i) => p.Class == test.Label(i)).Count(), 9_900, 10_000);
        Assert.InRange(predictions.Count(p => p.Exit == 0), 9_000, 10_000);
    }

    private static void AssertAgreement(Func<GatedGraph, IGraphExecutor> create)
    {
        var graph = Model();
        using var engine = InferenceSession.Create(graph);
        using var other = create(graph);
        var test = DataCatalog.Open("mnist").Open("test", graph.Plan!.Preprocessing);
        var feeds = new Dictionary<string, HostTensor> { [graph.Inputs[0].Name] = Images(test) };

        var expected = engine.Run(feeds, Outputs);
        var actual = other.Run(feeds, Outputs);

        int[] agreeing = [.. Enumerable.Range(0, test.Count).Where(i => expected["exit"].Int64s[i] == actual["exit"].Int64s[i])];
        Assert.InRange(agreeing.Count(i => Class(expected["logits"], i) == Class(actual["logits"], i)), LeastAgreement, test.Count);
        Agreement.AssertClose(Rows(expected["logits"], agreeing), Rows(actual["logits"], agreeing));
    }

    private static GatedGraph Model()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "models", "b-lenet-mnist.onnx")))
            folder = folder.Parent;
        return GatedGraph.Load(Path.Combine(folder.FullName, "models", "b-lenet-mnist.onnx"));
    }

    private static HostTensor Images(SplitSource source)
    {
        float[] images = new float[source.Count * source.SampleLength];
        for (int i = 0; i < source.Count; i++)
            source.Read(i, images.AsSpan(i * source.SampleLength, source.SampleLength));
        return HostTensor.Of(images, [source.Count, .. source.SampleShape]);
    }

    private static int Class(HostTensor logits, int row)
    {
        float[] scores = logits.Floats.Slice(row * 10, 10).ToArray();
        return Array.IndexOf(scores, scores.Max());
    }

    private static HostTensor Rows(HostTensor tensor, int[] rows) =>
        HostTensor.Of([.. rows.SelectMany(row => tensor.Floats.Slice(row * 10, 10).ToArray())], rows.Length, 10);
}
