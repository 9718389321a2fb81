using Ponder.EarlyExit;
using Ponder.Export;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.ParityTests;

/// <summary>Units with masks of their own on every executor: all open, all closed, and some of both.</summary>
public sealed class MaskParityTests
{
    private const float Mixed = -0.3f;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Masks_AgreesWithOnnxRuntime(string name, float bias, int count)
    {
        var graph = HaltingImages.Build(HaltingKind.Mask, bias);
        string[] outputs = ["logits", HaltingConstants.PonderMap, .. graph.Plan!.Halting!.Blocks.Select(block => block.PonderCost)]; // its plan names blocks
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var executor = Executors.Create(name, graph);
        var expected = oracle.Run(HaltingImages.Feeds(count), outputs);
        var actual = executor.Run(HaltingImages.Feeds(count), outputs);

        foreach (string output in outputs)
            Agreement.AssertClose(expected[output], actual[output]);
    }

    [Theory]
    [InlineData(50f, 7f, 7f)]
    [InlineData(-50f, 2f, 2f)]
    [InlineData(Mixed, 2f, 5f)]
    public void Run_Masks_PonderMapCountsTheUnitsThatRan(float bias, float least, float most)
    {
        using var session = InferenceSession.Create(HaltingImages.Build(HaltingKind.Mask, bias));
        float[] map = session.Run(HaltingImages.Feeds(), [HaltingConstants.PonderMap])[HaltingConstants.PonderMap].Floats.ToArray();

        Assert.Equal((least, most), (map.Min(), map.Max())); // blocks of four and three units; the first of each always runs
    }

    [Fact]
    public void Rows_Masks_GiveWhatTheGatedGraphGives()
    {
        var graph = HaltingImages.Build(HaltingKind.Mask, Mixed);
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var exported = new OnnxRuntimeFile(ModelExporter.Rows(graph), "rows");

        Agreement.AssertClose(oracle.Run(HaltingImages.Feeds(), ["logits"])["logits"], exported.Run(HaltingImages.Feeds())["logits"]);
    }

    [Fact]
    public void Run_MixedMasks_AreNotNested()
    {
        using var session = InferenceSession.Create(HaltingImages.Build(HaltingKind.Mask, Mixed));
        var found = session.Run(HaltingImages.Feeds(), ["block2.unit2.runs", "block2.unit3.runs"]);

        var pairs = found["block2.unit2.runs"].Booleans.ToArray().Zip(found["block2.unit3.runs"].Booleans.ToArray());
        Assert.Equal(4, pairs.Distinct().Count());
    }

    [Theory]
    [InlineData(50f, 7)]
    [InlineData(-50f, 7)]
    [InlineData(Mixed, 1)]
    [InlineData(Mixed, 3)]
    [InlineData(Mixed, 16)]
    public void Predict_Masks_CountsTheRowsThatAreComputed(float bias, int count)
    {
        var graph = HaltingImages.Build(HaltingKind.Mask, bias);
        using var session = InferenceSession.Create(graph);
        var predictions = new Prediction[count];
        session.Predict(HaltingImages.Feeds(count)["x"].Floats, count, predictions);

        Assert.Equal(HaltingCosts.OfMasks(graph, session, count), predictions.Select(prediction => prediction.Macs));
    }

    [Fact]
    public void Predict_Masks_CountsWhatSampleCostsCount()
    {
        var graph = HaltingImages.Build(HaltingKind.Mask, Mixed);
        using var session = InferenceSession.Create(graph);
        var costs = new SampleCosts(graph);
        var predictions = new Prediction[HaltingImages.Count];
        session.Predict(HaltingImages.Feeds()["x"].Floats, predictions.Length, predictions);
        var conditions = session.Run(HaltingImages.Feeds(), costs.Conditions);

        Assert.Equal(predictions.Select((_, row) => costs.Of(conditions, row)), predictions.Select(prediction => prediction.Macs));
    }

    [Fact]
    public void Predict_MasksInAnyBatch_AnswersAndCostsTheSame()
    {
        using var session = InferenceSession.Create(HaltingImages.Build(HaltingKind.Mask, Mixed));
        float[] samples = HaltingImages.Feeds()["x"].Floats.ToArray();
        int length = samples.Length / HaltingImages.Count;
        var (together, alone) = (new Prediction[HaltingImages.Count], new Prediction[HaltingImages.Count]);
        session.Predict(samples, together.Length, together);
        for (int i = HaltingImages.Count - 1; i >= 0; i--)
            session.Predict(samples.AsSpan(i * length, length), 1, alone.AsSpan(i, 1));

        Assert.Equal(together, alone);
    }

    public static TheoryData<string, float, int> Cases => new(
        from name in Executors.Names
        from bias in new[] { 50, -50, Mixed }
        from count in new[] { 1, 3, 16 }
        select (name, bias, count));
}
