using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.Tests;

namespace Ponder.ParityTests;

/// <summary>Shipped networks on test images: however a batch is cut into passes and whoever is collected, answers are those of single samples.</summary>
public sealed class BatchTests
{
    private const int Images = 96; // more than a workspace holds

    [Theory]
    [InlineData("b-alexnet-cifar10.onnx")]
    [InlineData("b-resnet56-cifar10.onnx")]
    [InlineData("d2nn-hierarchy-cifar10.onnx")]
    [InlineData("resnet56-sact-cifar10.onnx")]
    public void Predict_LargeBatch_IsThatOfSingleSamplesBitForBit(string file)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Environment.GetEnvironmentVariable("PONDER_DATA") ?? "", "cifar-10-batches-bin")), "no images: set PONDER_DATA to a folder with cifar-10-batches-bin");
        var graph = GatedGraph.Load(Path.Combine(RepositoryFolder.Root, "models", file));
        var shape = graph.Inputs[0].Shape;
        var test = DataCatalog.Open("cifar-10", new PictureForm(shape[1], shape[2], shape[3])).Open("test", graph.Plan!.Preprocessing);
        float[] samples = new float[Images * test.SampleLength];
        for (int i = 0; i < Images; i++)
            test.Read(i, samples.AsSpan(i * test.SampleLength, test.SampleLength));
        using var session = InferenceSession.Create(graph);

        var (together, logits) = Predict(session, samples, Images);
        var (alone, expected) = Predict(session, samples, 1);

        Assert.Equal(alone, together);
        Assert.Equal(expected, logits);
        Assert.True(together.Select(prediction => prediction.Macs).Distinct().Count() > 1); // samples take different ways
    }

    private static (Prediction[] Predictions, float[] Logits) Predict(InferenceSession session, float[] samples, int batch)
    {
        const int Classes = 10;
        var predictions = new Prediction[Images];
        float[] logits = new float[Images * Classes];
        for (int start = 0; start < Images; start += batch)
        {
            session.Predict(
                samples.AsSpan(start * session.SampleLength, batch * session.SampleLength), batch, predictions.AsSpan(start, batch), logits.AsSpan(start * Classes, batch * Classes));
        }

        return (predictions, logits);
    }
}
