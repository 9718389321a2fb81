using Ponder.Data;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Plans;
using Ponder.Tests;
using Ponder.Zoo;

namespace Ponder.Cli.Tests;

public sealed class CascadeVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("last")]
    [InlineData("mean")]
    public async Task Cascade_TwoFiles_WritesAModelThatCalibrates(string answer)
    {
        string model = TestModels.Foreign(_folder), pair = _folder.File("pair.onnx");
        var made = await CommandRun.Of("cascade", model, model, "--answer", answer, "--out", pair);
        var run = await CommandRun.Of("calibrate", pair, "--data", "mnist", "--split", "calibration[0:100]", "--exit-shares", "0.5,0.5");

        Assert.Equal((ExitCodes.Done, ExitCodes.Done), (made.Code, run.Code));
        Assert.Contains("exit1", made.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cascade_OneFile_IsRefused() =>
        (await CommandRun.Of("cascade", TestModels.Foreign(_folder), "--out", _folder.File("pair.onnx"))).AssertRefused("cascade");

    [Theory]
    [InlineData(CascadeAnswer.Last)]
    [InlineData(CascadeAnswer.Mean)]
    public void Build_OtherPixels_AnswersOnTheEngineAsOnOnnxRuntime(CascadeAnswer answer)
    {
        GatedGraph[] models = [ResNet.Build(seed: 1, depth: 8), ResNet.Build(seed: 2, depth: 14)];
        models[0].Plan = models[0].Plan! with { Preprocessing = new Preprocessing(1 / 255f, [0.5f, 0.4f, 0.3f], [0.2f, 0.3f, 0.4f]) };
        models[1].Plan = models[1].Plan! with { Preprocessing = new Preprocessing(1, [128, 128, 128], [64, 60, 58]) };
        var graph = Cascade.Build(models, answer, "pair");
        using var engine = InferenceSession.Create(graph);
        using var runtime = new OnnxRuntimeExecutor(graph);
        var random = new Random(3);
        var feeds = new Dictionary<string, HostTensor>
        {
            [graph.Inputs[0].Name] = HostTensor.Of([.. Enumerable.Range(0, 4 * 3 * 32 * 32).Select(_ => random.NextSingle() - 0.5f)], 4, 3, 32, 32),
        };

        Assert.Equal(
            runtime.Run(feeds, ["logits"])["logits"].Floats.ToArray(), engine.Run(feeds, ["logits"])["logits"].Floats.ToArray(),
            (a, b) => Math.Abs(a - b) <= 1e-4f + (1e-3f * Math.Abs(a)));
    }

    // The published pair, its threshold chosen on test[0:5000].
    [Theory]
    [InlineData(CascadeAnswer.Last, 0.9342)]
    [InlineData(CascadeAnswer.Mean, 0.9372)]
    public void Build_GivenResNets_GiveTheKnownAccuracy(CascadeAnswer answer, double accuracy)
    {
        Assert.SkipWhen(RepositoryFolder.ForeignModels is null, "no foreign models: set PONDER_TEST_MODELS to a folder with them");
        TestData.SkipWithoutCifar();
        GatedGraph[] models = [.. new[] { 20, 56 }.Select(depth => GatedGraph.Load(Path.Combine(RepositoryFolder.ForeignModels!, $"resnet{depth}-cifar10.onnx")))];
        var graph = Cascade.Build(models, answer, "pair");
        graph.SetConstant("exit1.threshold", HostTensor.Of([0.85f], 1));
        using var engine = InferenceSession.Create(graph);

        var found = Evaluator.Evaluate(
            graph, engine, DataCatalog.Open("cifar-10").Open("test[5000:10000]"), cancellationToken: TestContext.Current.CancellationToken).Result;

        Assert.Equal(accuracy, found.Accuracy, tolerance: 0.0001);
        Assert.Equal([40_551_040, 40_551_040 + 125_485_696], found.Exits.Select(exit => exit.Macs));
        Assert.Equal(0.395, found.MacsMean / 125_485_696, tolerance: 0.001);
    }
}
