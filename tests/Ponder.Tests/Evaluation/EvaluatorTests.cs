using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly TableExecutor Decisions = new TableExecutor()
        .With("logits", [5, 0, 0], [0, 5, 0], [0, 0, 5], [float.NaN, 0, 9])
        .With("exit", [0], [0], [2], [2])
        .With("confidence", [0.9f], [0.8f], [0.7f], [float.NaN]);

    private static EvaluationRun Run(int batchSize = 100) => Evaluator.Evaluate(
        ThreeExits.Graph(), Decisions, new TableSamples(0, 2, 2, 2), new EvaluationOptions { BatchSize = batchSize });

    [Fact]
    public void Evaluate_CountsAccuracyAndShares()
    {
        var result = Run().Result;

        Assert.Equal(0.5, result.Accuracy);
        Assert.Equal([0.5, 0, 0.5], result.Exits.Select(exit => exit.Share));
        Assert.Equal([0.5, null, 0.5], result.Exits.Select(exit => exit.Accuracy));
    }

    [Fact]
    public void Evaluate_CountsMacsByExitTaken()
    {
        var result = Run().Result;

        // Two features to three classes; two layers of 8 and of 32 behind: 6, 6 + 40, 6 + 40 + 160.
        Assert.Equal([6, 46, 206], result.Exits.Select(exit => exit.Macs));
        Assert.Equal((6 + 206) / 2.0, result.MacsMean);
        Assert.Equal((206, 160), (result.MacsMax, result.MacsStatic));
    }

    [Fact]
    public void Evaluate_NaN_IsWrongWithoutConfidence()
    {
        var sample = Run().Samples[3];

        Assert.Equal((-1, 0f, "final"), (sample.Prediction, sample.Confidence, sample.Exit));
    }

    [Fact]
    public void Evaluate_ThreeClasses_HasNoF1() => Assert.Null(Run().Result.F1);

    [Fact]
    public void Evaluate_TwoClasses_HasF1()
    {
        using var answers = new TableExecutor()
            .With("logits", [0, 1], [0, 1], [1, 0], [1, 0]).With("exit", [0], [0], [2], [2]).With("confidence", [1], [1], [1], [1]);

        var result = Evaluator.Evaluate(ThreeExits.Graph(), answers, new TableSamples(1, 0, 1, 0), null, TestContext.Current.CancellationToken).Result;

        Assert.Equal(0.5, result.F1);
        Assert.EndsWith(""","f1":0.5}""", result.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_LastBatchShorter_GivesTheSame()
    {
        var (whole, parts) = (Run(), Run(batchSize: 3));

        Assert.Equal(whole.Samples, parts.Samples);
    }

    [Fact]
    public void Evaluate_SamplesOfAnotherSize_SaysWhere()
    {
        var graph = Ponder.Zoo.LeNet.Build(seed: 1);

        var error = Assert.Throws<ArgumentException>(
            () => Evaluator.Evaluate(graph, Decisions, new TableSamples(0), null, TestContext.Current.CancellationToken));

        Assert.Contains("input 'image': expected [N, 1, 28, 28], got samples of [1, 1, 2]", error.Message);
    }

    [Fact]
    public void Evaluate_WithoutPlan_ReportsOneExit()
    {
        var graph = ThreeExits.Graph();
        graph.Plan = null;

        var result = Evaluator.Evaluate(graph, Decisions, new TableSamples(0, 1, 2), null, TestContext.Current.CancellationToken).Result;

        Assert.Equal(["final"], result.Exits.Select(exit => exit.Name));
        Assert.Equal(1.0, result.Accuracy);
    }

    [Fact]
    public void ToJson_HasTheKeysOfTheManual()
    {
        var result = new EvaluationResult("m.onnx", "ponder", 4, 0.5, 106, 206, 160, [new ExitResult("final", 0, null, 206)]);

        Assert.Equal(
            """{"model":"m.onnx","engine":"ponder","samples":4,"accuracy":0.5,"macs_mean":106,"macs_max":206,"macs_static":160,"exits":[{"name":"final","share":0,"accuracy":null,"macs":206}]}""",
            result.ToJson());
    }

    [Fact]
    public void ToJson_OfSample_HasTheKeysOfTheManual() => Assert.Equal(
        """{"index":3,"label":2,"prediction":-1,"exit":"final","confidence":0,"macs":206}""",
        Run().Samples[3].ToJson());
}
