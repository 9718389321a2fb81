using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.ParityTests;

/// <summary>The reference vectors of adaptive computation time on every executor: five units, a slack of 0.01.</summary>
public sealed class HaltingParityTests
{
    private static readonly float[][] Scores = [[0.999f, 0.999f, 0.999f, 0.999f], [0.01f, 0.5f, 0.6f, 0.7f], [0.01f, 0.01f, 0.01f, 0.01f]];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ReferenceScores_PonderAndMixAsThePaperSays(string name, HaltingKind kind)
    {
        var graph = CountingBlocks.Build(kind);
        using var executor = Executors.Create(name, graph);
        var found = executor.Run(CountingBlocks.Feeds(kind, Scores), ["y", "ponder"]);

        AssertEach([2, 3.49f, 5.96f], found["ponder"]); // N + R
        AssertEach([0, 1.48f, 3.9f], found["y"]); // the sum of p * x
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_HaltingImages_AgreesWithOnnxRuntime(string name, HaltingKind kind)
    {
        var graph = HaltingImages.Build(kind);
        string[] outputs = ["logits", HaltingConstants.PonderMap, .. graph.Plan!.Halting!.Blocks.Select(block => block.PonderCost)]; // images that halt
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var executor = Executors.Create(name, graph);
        var expected = oracle.Run(HaltingImages.Feeds(), outputs);
        var actual = executor.Run(HaltingImages.Feeds(), outputs);

        foreach (string output in outputs)
            Agreement.AssertClose(expected[output], actual[output]);
        Assert.True(expected[outputs[2]].Floats.ToArray().Select(cost => (int)cost).Distinct().Count() > 1); // some halt early, some late
    }

    [Fact]
    public void Predict_Positions_CountsTheRowsThatAreComputed()
    {
        var graph = HaltingImages.Build(HaltingKind.Position);
        using var session = InferenceSession.Create(graph);
        var predictions = new Prediction[HaltingImages.Count];
        session.Predict(HaltingImages.Feeds()["x"].Floats, predictions.Length, predictions);

        Assert.Equal(HaltingCosts.Of(graph, session), predictions.Select(prediction => prediction.Macs));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_HaltingImages_CountsWhatTheEngineComputes(string name, HaltingKind kind)
    {
        var graph = HaltingImages.Build(kind);
        using var session = InferenceSession.Create(graph);
        using var executor = Executors.Create(name, graph);
        var predictions = new Prediction[HaltingImages.Count];
        session.Predict(HaltingImages.Feeds()["x"].Floats, predictions.Length, predictions);
        var run = Evaluator.Evaluate(graph, executor, new HaltingSamples(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(predictions.Select(prediction => prediction.Macs), run.Samples.Select(sample => sample.Macs));
    }

    [Fact]
    public void Predict_InAnyBatch_AnswersAndCostsTheSame()
    {
        using var session = InferenceSession.Create(HaltingImages.Build(HaltingKind.Position));
        float[] samples = HaltingImages.Feeds()["x"].Floats.ToArray();
        int length = samples.Length / HaltingImages.Count;
        var (together, alone) = (new Prediction[HaltingImages.Count], new Prediction[HaltingImages.Count]);
        session.Predict(samples, together.Length, together);
        for (int i = HaltingImages.Count - 1; i >= 0; i--)
            session.Predict(samples.AsSpan(i * length, length), 1, alone.AsSpan(i, 1));

        Assert.Equal(together, alone);
    }

    public static TheoryData<string, HaltingKind> Cases => new(
        from name in Executors.Names
        from kind in new[] { HaltingKind.Image, HaltingKind.Position }
        select (name, kind));

    private static void AssertEach(float[] expected, HostTensor actual)
    {
        int places = actual.Length / expected.Length;
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i / places], actual.Floats[i], 1e-5f);
    }
}
