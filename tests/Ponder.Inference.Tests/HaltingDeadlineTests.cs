using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Inference.Deadlines;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

public sealed class HaltingDeadlineTests
{
    private const int Count = 6;
    private const int Decisions = 6; // three blocks of three units

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly float[] _images = Images();

    [Theory]
    [InlineData(HaltingKind.Image)]
    [InlineData(HaltingKind.Position)]
    [InlineData(HaltingKind.Mask)]
    public void Predict_FarDeadline_AnswersAsWithoutOne(HaltingKind kind)
    {
        using var session = InferenceSession.Create(Graph(kind));
        var plain = Plain(session);

        var timed = Predict(session, Profile());

        Assert.Equal(plain, timed.Select(answer => answer.Prediction));
        Assert.All(timed, answer => Assert.Equal(DeadlineOutcome.Finished, answer.Outcome));
    }

    [Theory]
    [InlineData(HaltingKind.Image, 0)]
    [InlineData(HaltingKind.Position, 0)]
    [InlineData(HaltingKind.Position, 4)]
    [InlineData(HaltingKind.Mask, 0)]
    [InlineData(HaltingKind.Mask, 4)]
    public void Predict_NextUnitTooLate_HaltsAsIfScoresHadSaidSo(HaltingKind kind, int inTime)
    {
        using var session = InferenceSession.Create(Graph(kind));
        var before = Plain(session);
        using var halted = InferenceSession.Create(Halted(kind, from: inTime / 2)); // two decisions in each block
        var expected = Plain(halted);

        var timed = Predict(session, Profile(inTime));

        Assert.Equal(expected, timed.Select(answer => answer.Prediction));
        Assert.All(timed, answer => Assert.Equal(DeadlineOutcome.CutShort, answer.Outcome));
        Assert.True(expected.Sum(answer => answer.Macs) < before.Sum(answer => answer.Macs));
        Assert.Equal(before, Plain(session)); // and nothing stays behind
    }

    [Fact]
    public void Predict_Deepest_EndsThereAndIsNotCutShort()
    {
        using var session = InferenceSession.Create(Graph(HaltingKind.Position));
        using var halted = InferenceSession.Create(Halted(HaltingKind.Position, from: 2));
        var timed = new TimedPrediction[Count];

        session.Predict(_images, Count, Deadline.Never, Profile(), timed, deepest: 4);

        Assert.Equal(Plain(halted).Select(answer => new TimedPrediction(answer, DeadlineOutcome.Finished)), timed);
    }

    [Theory]
    [InlineData(HaltingKind.Image)]
    [InlineData(HaltingKind.Position)]
    [InlineData(HaltingKind.Mask)]
    public void Profile_OfEveryUnit_GrowsAndLeavesNothingForced(HaltingKind kind)
    {
        using var session = InferenceSession.Create(Graph(kind));
        var plain = Plain(session);

        var profile = session.Profile(_images.AsSpan(0, session.SampleLength), count: 1, calls: 10, quantile: 0.5, "here");

        Assert.Equal((Decisions + 1, Decisions), (profile.AnswerMs.Count, profile.NextMs.Count));
        Assert.True(profile.AnswerMs[0] < profile.AnswerMs[^1]);
        Assert.Equal(plain, Plain(session));
    }

    [Fact]
    public void Share_OtherBuffers_SameAnswers()
    {
        using var session = InferenceSession.Create(Graph(HaltingKind.Position));
        using var other = session.Share();

        Predict(session, Profile(inTime: 0));

        Assert.Equal(Plain(session), Plain(other));
        Assert.All(Predict(other, Profile(inTime: 0)), answer => Assert.Equal(DeadlineOutcome.CutShort, answer.Outcome));
    }

    [Fact]
    public void Predict_Warm_AllocatesNothing()
    {
        using var session = InferenceSession.Create(Graph(HaltingKind.Position));
        var (profile, timed) = (Profile(inTime: 3), new TimedPrediction[Count]);
        long least = long.MaxValue;
        for (int i = 0; i < 6; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            session.Predict(_images, Count, Deadline.In(Hour), profile, timed);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    // Going on takes no time at first, then twice what there is.
    private static DeadlineProfile Profile(int inTime = Decisions) =>
        new("test", Count, 0.9, [.. Enumerable.Repeat(0.0, Decisions + 1)], [.. Enumerable.Range(0, Decisions).Select(decision => decision < inTime ? 0 : 2 * Hour.TotalMilliseconds)]);

    private static GatedGraph Graph(HaltingKind kind) => ResNet.BuildHalting(seed: 1, depth: 20, new HaltingOptions { Kind = kind, InitialBias = kind == HaltingKind.Mask ? 0.1f : -0.7f });

    // The same network whose blocks compare with a limit that nobody goes beyond.
    private static GatedGraph Halted(HaltingKind kind, int from)
    {
        var graph = Graph(kind);
        foreach (var block in graph.Plan!.Halting!.Blocks.Skip(from))
        {
            (string limit, float none) = kind == HaltingKind.Mask ? ("zero", float.PositiveInfinity) : ("limit", float.NegativeInfinity);
            graph.SetConstant($"{block.Name}.{limit}", HostTensor.Of([none], 1));
        }

        return graph;
    }

    private Prediction[] Plain(InferenceSession session)
    {
        var plain = new Prediction[Count];
        session.Predict(_images, Count, plain);
        return plain;
    }

    private TimedPrediction[] Predict(InferenceSession session, DeadlineProfile profile)
    {
        var timed = new TimedPrediction[Count];
        session.Predict(_images, Count, Deadline.In(Hour), profile, timed);
        return timed;
    }

    private static float[] Images()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Count * 3 * 32 * 32).Select(_ => random.NextSingle() * 2)];
    }
}
