using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

public sealed class InferenceSessionTests
{
    private const int PixelsPerImage = 28 * 28;

    [Fact]
    public void Predict_AnyBatchComposition_IsBitIdentical()
    {
        var graph = LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(MedianEntropy()));
        float[] images = Images(100);
        var together = Predict(graph, images, batch: 100);

        Assert.Equal(together, Predict(graph, images, batch: 1));
        Assert.Equal(together, Predict(graph, images, batch: 7));
    }

    [Fact]
    public void Predict_MedianThreshold_SomeLeaveAndSomeGoOn()
    {
        var graph = LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(MedianEntropy()));

        var exits = Predict(graph, Images(100), batch: 32).Select(prediction => prediction.Exit).ToArray();

        Assert.Equal([0, 1], exits.Distinct().Order());
        Assert.InRange(exits.Count(exit => exit == 0), 40, 60);
    }

    [Fact]
    public void Predict_EarlyLeaver_SpendsTheMacsOfItsExit()
    {
        var graph = LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(10));

        Assert.All(Predict(graph, Images(3), batch: 3), prediction => Assert.Equal(220_150, prediction.Macs));
    }

    [Fact]
    public void Run_ThresholdPerSample_OverridesTheModels()
    {
        using var session = InferenceSession.Create(LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(0)));
        var feeds = new Dictionary<string, HostTensor>
        {
            ["image"] = HostTensor.Of(Images(3), 3, 1, 28, 28),
            ["exit1.threshold"] = HostTensor.Of([10f, 0f, 10f], 3, 1),
        };

        Assert.Equal([0L, 1L, 0L], session.Run(feeds, ["exit"])["exit"].Int64s.ToArray());
    }

    [Fact]
    public void Run_ThreadCount_DoesNotChangeABit()
    {
        var graph = LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(MedianEntropy()));

        Assert.Equal(Logits(graph, threads: 1), Logits(graph, threads: 2));
    }

    [Fact]
    public void Run_ForcedGate_TakesThatSide()
    {
        using var session = InferenceSession.Create(LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(0)));
        var feeds = new Dictionary<string, HostTensor>
        {
            ["image"] = HostTensor.Of(Images(1), 1, 1, 28, 28),
            ["exit1.accept"] = HostTensor.Of([true], 1, 1),
        };

        var results = session.Run(feeds, ["logits", "exit1.logits"]);

        Assert.Equal(results["exit1.logits"].Floats.ToArray(), results["logits"].Floats.ToArray());
    }

    [Fact]
    public void Run_FixedFirstSize_IsRefused()
    {
        var builder = new GraphBuilder("fixed");
        using var session = InferenceSession.Create(builder.Build(plan: null, builder.Add("Softmax", "y", [builder.Input("x", 3, 4)], ("axis", 1))));
        var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of(new float[12], 3, 4) };

        var error = Assert.Throws<UnsupportedOperatorException>(() => session.Run(feeds, ["y"]));

        Assert.Contains("tensor 'x': expected samples in front, got [3, 4]", error.Faults);
    }

    [Fact]
    public void Run_ConstantAskedFor_IsGivenOnce()
    {
        var builder = new GraphBuilder("constant");
        var sum = builder.Add("Add", "y", [builder.Input("x", TensorShape.Batch, 2), builder.Constant("c", HostTensor.Of([3f, 4f], 2))]);
        using var session = InferenceSession.Create(builder.Build(plan: null, sum));
        var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of(new float[6], 3, 2) };

        Assert.Equal([3f, 4f], session.Run(feeds, ["c"])["c"].Floats.ToArray());
    }

    [Fact]
    public void Predict_OnceWarm_AllocatesNothing()
    {
        using var session = InferenceSession.Create(LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(MedianEntropy())));
        float[] images = Images(32);
        var predictions = new Prediction[32];
        session.Predict(images, 32, predictions);

        // The runtime itself allocates when it swaps hot code for a better version, so one call may; what the engine allocates, every call does.
        long least = long.MaxValue;
        for (int call = 0; call < 5; call++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            session.Predict(images, 32, predictions);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Predict_WrongLength_SaysExpectedAndGot()
    {
        using var session = InferenceSession.Create(LeNet.Build(seed: 5));

        var error = Assert.Throws<ArgumentException>(() => session.Predict(new float[10], 1, new Prediction[1]));

        Assert.Contains("expected 784 floats for 1 x [N, 1, 28, 28], got 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Predict_NoSamples_IsRefused()
    {
        using var session = InferenceSession.Create(LeNet.Build(seed: 5));

        Assert.Throws<ArgumentOutOfRangeException>(() => session.Predict([], 0, []));
    }

    private static Prediction[] Predict(GatedGraph graph, float[] images, int batch)
    {
        using var session = InferenceSession.Create(graph);
        int count = images.Length / PixelsPerImage;
        var predictions = new Prediction[count];
        for (int start = 0; start < count; start += batch)
        {
            int size = Math.Min(batch, count - start);
            session.Predict(images.AsSpan(start * PixelsPerImage, size * PixelsPerImage), size, predictions.AsSpan(start));
        }

        return predictions;
    }

    private static float[] Logits(GatedGraph graph, int threads)
    {
        using var session = InferenceSession.Create(graph, new InferenceOptions { Threads = threads });
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(Images(100), 100, 1, 28, 28) };
        return session.Run(feeds, ["logits"])["logits"].Floats.ToArray();
    }

    private static float MedianEntropy()
    {
        using var session = InferenceSession.Create(LeNet.BuildBranchy(seed: 5, new EntropyExitPolicy(0)));
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(Images(100), 100, 1, 28, 28) };
        float[] entropies = session.Run(feeds, ["exit1.entropy"])["exit1.entropy"].Floats.ToArray();
        Array.Sort(entropies);
        return (entropies[49] + entropies[50]) / 2;
    }

    private static float[] Images(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count * PixelsPerImage).Select(_ => random.NextSingle())];
    }
}
