using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference.Deadlines;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

public sealed class DeadlineTests
{
    private const int Count = 40;

    private static readonly DeadlineProfile Instant = new("test", Count, 0.99, [0, 0], [0]);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly float[] _images = Images();

    [Fact]
    public void Predict_FarDeadline_AnswersAsWithoutOne()
    {
        using var session = InferenceSession.Create(Graph(MedianEntropy()));
        var plain = new Prediction[Count];
        session.Predict(_images, Count, plain);

        var timed = Predict(session, Hour, Instant);

        Assert.Equal(plain, timed.Select(answer => answer.Prediction));
        Assert.All(timed, answer => Assert.Equal(DeadlineOutcome.Finished, answer.Outcome));
        Assert.Equal([0, 1], plain.Select(answer => answer.Exit).Distinct().Order());
    }

    [Fact]
    public void Predict_NextAnswerTooLate_GivesTheBestSoFar()
    {
        using var session = InferenceSession.Create(Graph(MedianEntropy()));
        using var first = InferenceSession.Create(Graph(threshold: 10)); // everybody leaves at the first exit
        var expected = new Prediction[Count];
        first.Predict(_images, Count, expected);
        var plain = new Prediction[Count];
        session.Predict(_images, Count, plain);

        var timed = Predict(session, Hour, Instant with { NextMs = [2 * Hour.TotalMilliseconds] });

        Assert.Equal(expected, timed.Select(answer => answer.Prediction));
        Assert.Equal(plain.Select(answer => answer.Exit == 0 ? DeadlineOutcome.Finished : DeadlineOutcome.CutShort), timed.Select(answer => answer.Outcome));
    }

    [Fact]
    public void Predict_FirstAnswerTooLate_IsRefused()
    {
        using var session = InferenceSession.Create(Graph(threshold: 10));

        var timed = Predict(session, TimeSpan.FromMilliseconds(1), Instant with { AnswerMs = [50, 60] });

        Assert.All(timed, answer => Assert.Equal((DeadlineOutcome.Refused, -1, 0L), (answer.Outcome, answer.Prediction.Class, answer.Prediction.Macs)));
    }

    [Fact]
    public void Profile_Measured_GrowsFromExitToExit_AndLeavesNothingForced()
    {
        using var session = InferenceSession.Create(Graph(threshold: 10));

        var profile = session.Profile(_images.AsSpan(0, 784), count: 1, calls: 50, quantile: 0.9, "here");

        Assert.Equal((2, 1), (profile.AnswerMs.Count, profile.NextMs.Count));
        Assert.InRange(profile.NextMs[0], double.Epsilon, profile.AnswerMs[1]);
        Assert.Equal(profile.ToJson(), DeadlineProfile.Parse(profile.ToJson())!.ToJson());
        Assert.All(Predict(session, Hour, profile.For(Count)), answer => Assert.Equal(0, answer.Prediction.Exit));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"machine":"m","batch":1,"quantile":0.9,"answer_ms":[1,2],"next_ms":[]}""")]
    [InlineData("""{"machine":"m","batch":1,"quantile":0.9,"answer_ms":[-1],"next_ms":[]}""")]
    public void Parse_WhatIsNoProfile_IsNull(string json) => Assert.Null(DeadlineProfile.Parse(json));

    [Fact]
    public void Predict_ProfileOfOtherExits_Throws()
    {
        using var session = InferenceSession.Create(Graph(threshold: 10));

        Assert.Throws<ArgumentException>(() => Predict(session, Hour, new DeadlineProfile("test", Count, 0.9, [1], [])));
    }

    [Fact]
    public void Predict_ProfileOfFewerSamples_Throws()
    {
        using var session = InferenceSession.Create(Graph(threshold: 10));

        Assert.Contains("expected one of calls of 40 samples, got 1", Assert.Throws<ArgumentException>(() => Predict(session, Hour, Instant with { Batch = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_LargerCalls_TakesThemOneAfterTheOther()
    {
        var profile = new DeadlineProfile("test", 2, 0.9, [1, 4], [3]);

        var larger = profile.For(6);

        Assert.Same(profile, profile.For(2));
        Assert.Equal(6, larger.Batch);
        Assert.Equal([3, 12], larger.AnswerMs);
        Assert.Equal([9], larger.NextMs);
    }

    [Fact]
    public void Predict_SeveralChunks_KeepTimeForTheLast()
    {
        const int Many = 1000; // more than run together
        float[] images = [.. Enumerable.Range(0, Many / Count).SelectMany(_ => _images)];
        using var session = InferenceSession.Create(Graph(threshold: 0)); // nobody leaves early
        var timed = new TimedPrediction[Many];
        double hours = Hour.TotalMilliseconds;

        session.Predict(images, Many, Deadline.In(Hour), new DeadlineProfile("test", Many, 0.9, [0.9 * hours, hours], [0.5 * hours]), timed);

        // The first chunks would go on in time, but for those behind them.
        Assert.Equal((DeadlineOutcome.CutShort, 0), (timed[0].Outcome, timed[0].Prediction.Exit));
        Assert.Equal((DeadlineOutcome.Finished, 1), (timed[^1].Outcome, timed[^1].Prediction.Exit));
    }

    [Fact]
    public void Predict_CancelledOnTheWay_EndsAndCanBeAskedAgain()
    {
        const int Many = 8000; // some hundred milliseconds
        float[] images = [.. Enumerable.Range(0, Many / Count).SelectMany(_ => _images)];
        using var session = InferenceSession.Create(Graph(MedianEntropy()));
        var plain = new Prediction[Many];
        session.Predict(_images, Count, plain);
        var expected = plain[..Count];
        using var cancellation = new CancellationTokenSource();

        cancellation.CancelAfter(1);
        Assert.Throws<OperationCanceledException>(() => session.Predict(images, Many, plain, logits: default, cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => session.Predict(images, Many, Deadline.In(Hour), Instant.For(Many), new TimedPrediction[Many], cancellation: cancellation.Token));

        session.Predict(_images, Count, plain);
        Assert.Equal(expected, plain[..Count]);
    }

    [Fact]
    public void Predict_Warm_AllocatesNothing()
    {
        using var session = InferenceSession.Create(Graph(MedianEntropy()));
        var timed = new TimedPrediction[Count];
        session.Predict(_images, Count, Deadline.In(Hour), Instant, timed);
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            session.Predict(_images, Count, Deadline.In(Hour), Instant, timed);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private TimedPrediction[] Predict(InferenceSession session, TimeSpan time, DeadlineProfile profile)
    {
        var timed = new TimedPrediction[Count];
        session.Predict(_images, Count, Deadline.In(time), profile, timed);
        return timed;
    }

    private static GatedGraph Graph(float threshold) => LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(threshold));

    private float MedianEntropy()
    {
        using var session = InferenceSession.Create(Graph(threshold: 0));
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(_images, Count, 1, 28, 28) };
        return session.Run(feeds, ["exit1.entropy"])["exit1.entropy"].Floats.ToArray().Order().ElementAt(Count / 2);
    }

    private static float[] Images()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Count * 784).Select(_ => random.NextSingle() * 2)];
    }
}
