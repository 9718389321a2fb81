using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference.Deadlines;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

/// <summary>Thresholds other than the model's own, without compiling anew.</summary>
public sealed class ThresholdTests
{
    private const int Count = 40;

    private static readonly DeadlineProfile Instant = new("test", Count, 0.99, [0, 0], [0]);

    private readonly float[] _images = Images();

    [Theory]
    [InlineData(0f)]
    [InlineData(2.25f)]
    [InlineData(10f)]
    public void UseThresholds_AnswersAsAModelThatHasThem(float threshold)
    {
        using var session = InferenceSession.Create(Graph(threshold: 1));
        using var other = InferenceSession.Create(Graph(threshold));
        var own = Predict(session);

        session.UseThresholds([threshold]);

        Assert.Equal(Predict(other), Predict(session));
        Assert.Equal(Predict(other).Select(answer => answer.Exit), PredictTimed(session).Select(answer => answer.Prediction.Exit));
        Assert.Equal(Predict(other)[0], session.PredictAnytime(_images.AsMemory(0, 784)).Last().Prediction);
        session.UseThresholds(null);
        Assert.Equal(own, Predict(session));
    }

    [Fact]
    public void UseThresholds_OtherSessionsAndRun_KeepTheModels()
    {
        using var session = InferenceSession.Create(Graph(threshold: 10)); // everybody leaves at the first exit
        using var before = session.Share();
        session.UseThresholds([0]);
        using var after = session.Share();

        Assert.All(Predict(session), answer => Assert.Equal(1, answer.Exit));
        Assert.All(Predict(before).Concat(Predict(after)), answer => Assert.Equal(0, answer.Exit));
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(_images, Count, 1, 28, 28) };
        Assert.All(session.Run(feeds, ["exit"])["exit"].Int64s.ToArray(), exit => Assert.Equal(0, exit));
    }

    [Fact]
    public void UseThresholds_WhatCannotBe_Throws()
    {
        using var session = InferenceSession.Create(Graph(threshold: 1));
        using var paths = InferenceSession.Create(ControlDesigns.HighLow(seed: 2));

        Assert.Contains("expected 1, got 2", Assert.Throws<ArgumentException>(() => session.UseThresholds([1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => paths.UseThresholds([1]));
        paths.UseThresholds(null);
    }

    [Fact]
    public void UseThresholds_Warm_AllocatesNothing()
    {
        using var session = InferenceSession.Create(Graph(threshold: 1));
        float[] thresholds = [2.25f];
        session.UseThresholds(thresholds);

        long before = GC.GetAllocatedBytesForCurrentThread();
        session.UseThresholds(thresholds);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private Prediction[] Predict(InferenceSession session)
    {
        var answers = new Prediction[Count];
        session.Predict(_images, Count, answers);
        return answers;
    }

    private TimedPrediction[] PredictTimed(InferenceSession session)
    {
        var answers = new TimedPrediction[Count];
        session.Predict(_images, Count, Deadline.Never, Instant, answers);
        return answers;
    }

    private static GatedGraph Graph(float threshold) => LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(threshold));

    private static float[] Images()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Count * 784).Select(_ => random.NextSingle() * 2)];
    }
}
