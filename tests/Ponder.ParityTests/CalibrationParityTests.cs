using Ponder.Calibration;
using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;
using Ponder.Zoo;

namespace Ponder.ParityTests;

public sealed class CalibrationParityTests
{
    private readonly NoiseSamples _samples = new(count: 150, seed: 4);
    private readonly GatedGraph _graph = LeNet.BuildBranchy(seed: 2, new EntropyExitPolicy(0));

    [Theory]
    [InlineData("ponder")]
    [InlineData("ort")]
    public void Evaluate_AfterCalibrating_SeesWhatCalibrationExpected(string engine)
    {
        var expected = Calibrate(engine, new CalibrationOptions { ExitShares = [0.6] }).Expected;
        using var executor = Executor(engine);

        var result = Evaluator.Evaluate(
            _graph, executor, _samples, new EvaluationOptions { BatchSize = 32 }, TestContext.Current.CancellationToken).Result;

        Assert.Equal(0.6, expected.ExitShares[0], tolerance: 0.01);
        Assert.Equal(expected.ExitShares, result.Exits.Select(exit => exit.Share));
        Assert.Equal(
            (expected.Accuracy, expected.MacsMean), (result.Accuracy, result.MacsMean),
            (a, b) => Math.Abs(a.Accuracy - b.Accuracy) < 1e-9 && Math.Abs(a.MacsMean - b.MacsMean) < 1e-3);
    }

    [Fact]
    public void Evaluate_ThresholdsOfOneEngine_MoveNoSampleInTheOther()
    {
        Calibrate("ponder", new CalibrationOptions { ExitShares = [0.5] });
        using var engine = Executor("ponder");
        using var oracle = Executor("ort");

        Assert.Equal(Exits(engine, new EvaluationOptions()), Exits(oracle, new EvaluationOptions()));
    }

    [Theory]
    [InlineData("ponder", 0, "exit1")]
    [InlineData("ponder", 1, "final")]
    [InlineData("ort", 0, "exit1")]
    [InlineData("ort", 1, "final")]
    public void Evaluate_Forced_TakesThatExitAlways(string engine, int exitIndex, string name)
    {
        using var executor = Executor(engine);

        var exits = Exits(executor, new EvaluationOptions { Overrides = ThresholdOverrides.Forcing(_graph, exitIndex) });

        Assert.Equal([name], exits.Distinct());
    }

    private CalibrationResult Calibrate(string engine, CalibrationOptions options)
    {
        using var executor = Executor(engine);
        return Calibrator.Calibrate(_graph, executor, _samples, options, TestContext.Current.CancellationToken);
    }

    private string[] Exits(IGraphExecutor executor, EvaluationOptions options) =>
        [.. Evaluator.Evaluate(_graph, executor, _samples, options, TestContext.Current.CancellationToken).Samples.Select(sample => sample.Exit)];

    private IGraphExecutor Executor(string engine) =>
        engine == "ort" ? new OnnxRuntimeExecutor(_graph) : InferenceSession.Create(_graph);
}
