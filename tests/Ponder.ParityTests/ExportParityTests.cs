using CsCheck;
using Ponder.EarlyExit;
using Ponder.Export;
using Ponder.Graph;
using Ponder.OnnxRuntime;
using Ponder.Tests.Graph;
using Ponder.Zoo;

namespace Ponder.ParityTests;

/// <summary>What is exported answers as the gated graph does, whatever the gates say.</summary>
public sealed class ExportParityTests
{
    private static readonly float[] Samples = [-1.5f, -0.25f, 0, 0.125f, 0.5f, 1, 3];

    [Fact]
    public void Rows_RandomGates_GiveWhatTheGatedGraphGives() => RandomGatedGraph.Gen.Sample(
        graph =>
        {
            var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of([.. Samples], Samples.Length, 1) };
            using var oracle = new OnnxRuntimeExecutor(graph);
            using var exported = new OnnxRuntimeFile(ModelExporter.Rows(graph), "rows");
            Assert.Equal(oracle.Run(feeds, ["y"])["y"].Floats.ToArray(), exported.Run(feeds)["y"].Floats.ToArray());
        },
        iter: 200);

    [Fact]
    public void Single_RandomGates_GivesWhatTheGatedGraphGives() => RandomGatedGraph.Gen.Sample(
        graph =>
        {
            using var oracle = new OnnxRuntimeExecutor(graph);
            using var exported = new OnnxRuntimeFile(ModelExporter.Single(graph), "single");
            foreach (float sample in Samples)
            {
                var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of([sample], 1, 1) };
                Assert.Equal(oracle.Run(feeds, ["y"])["y"].Floats[0], exported.Run(feeds)["y"].Floats[0]);
            }
        },
        iter: 100);

    [Theory]
    [InlineData(-1f)]
    [InlineData(0f)]
    [InlineData(0.2f)]
    [InlineData(9f)]
    public void Rows_ImagesTakenToBranches_GiveWhatTheGatedGraphGives(float threshold)
    {
        var graph = GatedImages.Build();
        var feeds = GatedImages.Feeds(threshold);
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var exported = new OnnxRuntimeFile(ModelExporter.Rows(graph), "rows");

        Agreement.AssertClose(oracle.Run(feeds, ["y"])["y"], exported.Run(feeds)["y"]);
    }

    [Fact]
    public void Single_TwoSamples_AreRefused()
    {
        using var exported = new OnnxRuntimeFile(ModelExporter.Single(GatedImages.Build()), "single");

        Assert.Throws<ModelFormatException>(() => exported.Run(GatedImages.Feeds(0)));
    }

    [Fact]
    public void Rows_ThresholdOverridden_DecidesAnew()
    {
        using var exported = new OnnxRuntimeFile(ModelExporter.Rows(LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0))), "rows");
        var feeds = new Dictionary<string, HostTensor>
        {
            ["image"] = HostTensor.Of(new float[2 * 784], 2, 1, 28, 28),
            ["exit1.threshold"] = HostTensor.Of([10f], 1),
        };

        Assert.Equal([0L, 0L], exported.Run(feeds)["exit"].Int64s.ToArray());
    }

    [Fact]
    public void Static_BranchyLeNet_GivesTheLastAnswer()
    {
        var graph = LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0));
        var feeds = new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(new float[784], 1, 1, 28, 28) };
        using var oracle = new OnnxRuntimeExecutor(graph);
        using var exported = new OnnxRuntimeFile(ModelExporter.Static(graph), "static");

        Agreement.AssertClose(oracle.Run(feeds, ["final.logits"])["final.logits"], exported.Run(feeds)["logits"]);
    }
}
