using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Inference.Deadlines;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

/// <summary>Answers that come from exit to exit.</summary>
public sealed class AnytimeTests
{
    private const int Count = 24;
    private const int Length = 784;
    private const int Classes = 10;

    private static readonly Dictionary<string, IExitPolicy> Policies = new()
    {
        ["entropy"] = new EntropyExitPolicy(1),
        ["margin"] = new MarginExitPolicy(1),
        ["patience"] = new PatienceExitPolicy(0.5f),
        ["learned"] = new LearnedExitPolicy(seesFeatures: true),
    };

    private static readonly DeadlineProfile Instant = new("test", Count, 0.99, [0, 0, 0], [0, 0]);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly float[] _images = Images();

    public static MatrixTheoryData<string, string> Models => new(Policies.Keys, ["plain", "carried", "recalling"]);

    [Theory]
    [MemberData(nameof(Models))]
    public void PredictAnytime_EveryExit_AnswersAsIfItWereTheDeepest(string policy, string form)
    {
        using var session = InferenceSession.Create(Graph(policy, form));
        var byDeepest = Enumerable.Range(0, 3).Select(deepest => Predict(session, deepest)).ToArray();

        for (int sample = 0; sample < Count; sample++)
        {
            AnytimeAnswer[] answers = [.. session.PredictAnytime(Image(sample))];

            int taken = byDeepest[2].Answers[sample].Prediction.Exit; // the test below has them all
            Assert.Equal(Enumerable.Range(0, taken + 1), answers.Select(answer => answer.Prediction.Exit));
            Assert.Equal(answers.Select((_, exit) => byDeepest[exit].Answers[sample].Prediction), answers.Select(answer => answer.Prediction));
            Assert.Equal(answers.SelectMany((_, exit) => byDeepest[exit].Logits.AsSpan(sample * Classes, Classes).ToArray()), answers.SelectMany(answer => answer.Logits));
            Assert.Equal(answers.Select((_, exit) => exit == taken), answers.Select(answer => answer.IsFinal));
        }
    }

    [Theory]
    [InlineData("entropy")]
    [InlineData("margin")]
    [InlineData("patience")]
    [InlineData("learned")]
    public void PredictAnytime_Exits_AreAllTaken(string policy)
    {
        using var session = InferenceSession.Create(Graph(policy));

        Assert.Equal(policy == "patience" ? [2, 3] : [1, 2, 3], Enumerable.Range(0, Count).Select(sample => session.PredictAnytime(Image(sample)).Count()).Distinct().Order());
    }

    [Fact]
    public void PredictAnytime_Deepest_EndsThere()
    {
        using var session = InferenceSession.Create(Graph("entropy", threshold: 0)); // nobody leaves early

        AnytimeAnswer[] answers = [.. session.PredictAnytime(Image(0), deepest: 1)];

        Assert.Equal([(0, null), (1, DeadlineOutcome.Finished)], answers.Select(answer => (answer.Prediction.Exit, answer.Outcome)));
    }

    [Fact]
    public void PredictAnytime_NextAnswerTooLate_EndsCutShort()
    {
        using var session = InferenceSession.Create(Graph("entropy", threshold: 0));

        AnytimeAnswer[] answers = [.. session.PredictAnytime(Image(0), Deadline.In(Hour), Instant with { NextMs = [0, 2 * Hour.TotalMilliseconds] })];

        Assert.Equal([(0, null), (1, DeadlineOutcome.CutShort)], answers.Select(answer => (answer.Prediction.Exit, answer.Outcome)));
    }

    [Fact]
    public void PredictAnytime_FirstAnswerTooLate_IsRefused()
    {
        using var session = InferenceSession.Create(Graph("entropy"));

        var answer = Assert.Single(session.PredictAnytime(Image(0), Deadline.In(TimeSpan.Zero), Instant with { AnswerMs = [50, 60, 70] }));

        Assert.Equal((DeadlineOutcome.Refused, -1), (answer.Outcome, answer.Prediction.Class));
        Assert.Empty(answer.Logits);
    }

    [Fact]
    public void PredictAnytime_LoopLeft_AnswersTheNextCallsAsEver()
    {
        using var session = InferenceSession.Create(Graph("entropy", threshold: 0));
        var expected = Predict(session, deepest: 2).Answers;

        Assert.Equal(0, session.PredictAnytime(Image(0)).First().Prediction.Exit);

        Assert.Equal(expected, Predict(session, deepest: 2).Answers);
    }

    [Fact]
    public void PredictAnytime_CancelledOnTheWay_Ends()
    {
        using var session = InferenceSession.Create(Graph("entropy", threshold: 0));
        using var cancellation = new CancellationTokenSource();
        using var answers = session.PredictAnytime(Image(0), cancellation: cancellation.Token).GetEnumerator();
        Assert.True(answers.MoveNext());

        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => answers.MoveNext());
    }

    [Fact]
    public void PredictAnytime_OtherCallWithinTheLoop_Throws()
    {
        using var session = InferenceSession.Create(Graph("entropy", threshold: 0));
        using var answers = session.PredictAnytime(Image(0)).GetEnumerator();
        Assert.True(answers.MoveNext());

        session.Predict(Image(1).Span, 1, new Prediction[1]);

        Assert.Contains("within the loop", Assert.Throws<InvalidOperationException>(() => answers.MoveNext()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PredictAnytime_ModelWithoutEarlyExits_AnswersOnce()
    {
        using var single = InferenceSession.Create(LeNet.Build(seed: 2));
        using var paths = InferenceSession.Create(ControlDesigns.HighLow(seed: 2));
        using var halting = InferenceSession.Create(ResNet.BuildHalting(seed: 2, depth: 20));

        Assert.All([single, paths, halting], session => AnswersOnce(session));
    }

    [Fact]
    public void PredictAnytime_WhatCannotBe_Throws()
    {
        using var session = InferenceSession.Create(Graph("entropy"));
        using var paths = InferenceSession.Create(ControlDesigns.HighLow(seed: 2));

        Assert.Throws<ArgumentException>(() => session.PredictAnytime(_images)); // 24 samples
        Assert.Throws<ArgumentException>(() => session.PredictAnytime(Image(0), Deadline.In(Hour)));
        Assert.Throws<ArgumentException>(() => session.PredictAnytime(Image(0), Deadline.In(Hour), Instant with { AnswerMs = [1] }));
        Assert.Throws<InvalidOperationException>(() => paths.PredictAnytime(new float[paths.SampleLength], deepest: 0));
    }

    private static void AnswersOnce(InferenceSession session)
    {
        float[] sample = [.. Enumerable.Range(0, session.SampleLength).Select(i => i % 7 / 7f)];
        var expected = new Prediction[1];
        session.Predict(sample, 1, expected);

        Assert.Equal((expected[0], true), session.PredictAnytime(sample).Select(answer => (answer.Prediction, answer.IsFinal)).Single());
    }

    private (TimedPrediction[] Answers, float[] Logits) Predict(InferenceSession session, int deepest)
    {
        var (answers, logits) = (new TimedPrediction[Count], new float[Count * Classes]);
        session.Predict(_images, Count, Deadline.Never, Instant, answers, logits, deepest);
        return (answers, logits);
    }

    private ReadOnlyMemory<float> Image(int sample) => _images.AsMemory(sample * Length, Length);

    // Half of the samples would leave at each exit; how many agree with the exit before cannot be divided so.
    private GatedGraph Graph(string policy, string form = "plain")
    {
        var graph = ExitAttachment.Attach(
            LeNet.Build(seed: 2), [.. new[] { "pool1", "pool2" }.Select(after => new ExitBranch(after, new PooledLinearHead()))], Policies[policy], seed: 2, carry: form == "carried" ? 0.5 : 0);
        if (form == "recalling" && policy != "learned")
            graph = PolicyChange.Apply(graph, Policies[policy], [1, 2, 0.5], recalls: true);
        foreach (string weight in graph.ConstantNames.Where(name => name.EndsWith("gate_logit.weight", StringComparison.Ordinal)).ToArray())
            graph.SetConstant(weight, HostTensor.Of([.. Enumerable.Repeat(1f, graph.Constant(weight).Length)], [.. graph.Constant(weight).Shape])); // they start at 0
        using var session = InferenceSession.Create(graph);
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(_images, Count, 1, 28, 28) };
        foreach (var exit in graph.Plan!.EarlyExits.Where(_ => policy != "patience"))
            graph.SetConstant(exit.Threshold!, HostTensor.Of([session.Run(feeds, [exit.Score!])[exit.Score!].Floats.ToArray().Order().ElementAt(Count / 2)], 1));
        return graph;
    }

    private GatedGraph Graph(string policy, float threshold)
    {
        var graph = Graph(policy);
        foreach (var exit in graph.Plan!.EarlyExits)
            graph.SetConstant(exit.Threshold!, HostTensor.Of([threshold], 1));
        return graph;
    }

    private static float[] Images()
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, Count * Length).Select(_ => random.NextSingle() * 4)];
    }
}
