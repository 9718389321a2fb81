using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class ClassResultTests
{
    [Fact]
    public void Of_TwoRuns_ComparesClassByClass()
    {
        var found = ClassResult.Of(Run((1, 1), (0, 0), (1, 1), (1, 0)), Run((1, 0), (0, 0), (1, 1), (1, 0)));

        Assert.Equal([0, 1], found.Select(result => result.Class));
        Assert.Equal([0, -1 / 3.0], found.Select(result => result.Change));
        Assert.Equal([1, 3], found.Select(result => result.Samples));
    }

    [Fact]
    public void Of_OtherSamples_Throws() => Assert.Throws<ArgumentException>(() => ClassResult.Of(Run((0, 0)), Run((1, 1))));

    private static EvaluationRun Run(params (int Label, int Prediction)[] answers) => new(
        new EvaluationResult("m.onnx", "ponder", answers.Length, 1, 1, 1, 1, []),
        [.. answers.Select((answer, i) => new SampleResult(i, answer.Label, answer.Prediction, "final", 1, 1))]);
}
