using Ponder.Graph;

namespace Ponder.Inference.Tests;

public sealed class ResidualNetworkTests
{
    private const int Count = 40;
    private static readonly float[] Images = ResidualGraph.Images(Count);
    private static readonly GatedGraph Graph = WithMedianLimit(ResidualGraph.Build());

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    public void Run_AnyBatchComposition_IsBitIdentical(int batch)
    {
        float[] together = Logits(Count);

        Assert.Equal(together, Logits(batch));
    }

    [Fact]
    public void Run_Gate_SomeSamplesRunTheUnitAndSomeDoNot()
    {
        using var session = InferenceSession.Create(Graph);

        int accepted = session.Run(Feeds(0, Count), ["gate"])["gate"].Booleans.ToArray().Count(gate => gate);

        Assert.Equal(Count / 2, accepted);
    }

    [Fact]
    public void Run_InnerTensorsAskedFor_ChangeNoAnswer()
    {
        using var session = InferenceSession.Create(Graph);

        var results = session.Run(Feeds(0, Count), ["logits", "u1.c2", "u1.sum", "half", "features.pool"]);

        Assert.Equal(Logits(Count), results["logits"].Floats.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Baseline_OnceWarm_AllocatesNothing()
    {
        var baseline = new InferenceBaseline(Graph, "logits");
        float[] results = new float[Count * 10];
        baseline.Run(Images, Count, results);

        // The least of some runs: a collection that other tests cause in between can be counted as an allocation here.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            baseline.Run(Images, Count, results);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public void Baseline_AnswersAsTheSession()
    {
        float[] results = new float[Count * 10];

        new InferenceBaseline(Graph, "logits").Run(Images, Count, results);

        Assert.Equal(Logits(Count), results);
    }

    private static GatedGraph WithMedianLimit(GatedGraph graph)
    {
        using var session = InferenceSession.Create(graph);
        float[] scores = session.Run(Feeds(0, Count), ["score"])["score"].Floats.ToArray();
        Array.Sort(scores);
        graph.SetConstant("limit", HostTensor.Of([(scores[(Count / 2) - 1] + scores[Count / 2]) / 2], 1));
        return graph;
    }

    private static float[] Logits(int batch)
    {
        using var session = InferenceSession.Create(Graph);
        var logits = new List<float>();
        for (int start = 0; start < Count; start += batch)
            logits.AddRange(session.Run(Feeds(start, Math.Min(batch, Count - start)), ["logits"])["logits"].Floats);
        return [.. logits];
    }

    private static Dictionary<string, HostTensor> Feeds(int start, int count) => new()
    {
        ["image"] = HostTensor.Of(
            Images.AsSpan(start * ResidualGraph.PixelsPerImage, count * ResidualGraph.PixelsPerImage).ToArray(), count, 3, 12, 12),
    };
}
