using CsCheck;
using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class BinaryMetricsTests
{
    private static readonly Gen<(int Label, int Prediction)[]> Answers = Gen.Select(Gen.Int[0, 1], Gen.Int[-1, 1]).Array[0, 40];
    private static readonly Gen<(int Label, int Prediction)[]> Certain = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 1]).Array[0, 40];

    [Fact]
    public void Of_ThreeOfFiveFoundInFourAnswers_IsWhatAHandComputes()
    {
        var metrics = BinaryMetrics.Of([(1, 1), (1, 1), (1, 1), (1, 0), (1, 0), (0, 1), (0, 0), (0, 0)]);

        Assert.Equal(new BinaryMetrics(0.75, 0.6, 2 * 3 / 9.0), metrics);
    }

    [Fact]
    public void Of_NothingFound_IsZero() => Assert.Equal(new BinaryMetrics(0, 0, 0), BinaryMetrics.Of([(1, 0), (0, 0)]));

    [Fact]
    public void Of_NoAnswers_IsZero() => Assert.Equal(new BinaryMetrics(0, 0, 0), BinaryMetrics.Of(Array.Empty<(int, int)>()));

    [Fact]
    public void Of_NaNs_FindNothingAndAccuseNobody() =>
        Assert.Equal(new BinaryMetrics(1, 0.5, 2 / 3.0), BinaryMetrics.Of([(1, 1), (1, -1), (0, -1)]));

    [Fact]
    public void F1_AnyAnswers_IsTheHarmonicMean() => Answers.Sample(answers =>
    {
        var found = BinaryMetrics.Of(answers);
        double expected = found.Precision + found.Recall == 0 ? 0 : 2 * found.Precision * found.Recall / (found.Precision + found.Recall);
        Assert.Equal(expected, found.F1, tolerance: 1e-12);
    });

    [Fact]
    public void F1_AnyAnswers_LiesBetweenPrecisionAndRecall() => Answers.Sample(answers =>
    {
        var found = BinaryMetrics.Of(answers);
        Assert.InRange(found.F1, Math.Min(found.Precision, found.Recall) - 1e-12, Math.Max(found.Precision, found.Recall) + 1e-12);
    });

    [Fact]
    public void Of_LabelsAndAnswersExchanged_ExchangesPrecisionAndRecall() => Certain.Sample(answers =>
    {
        var (found, exchanged) = (BinaryMetrics.Of(answers), BinaryMetrics.Of(answers.Select(answer => (answer.Prediction, answer.Label))));
        Assert.Equal((found.Precision, found.Recall, found.F1), (exchanged.Recall, exchanged.Precision, exchanged.F1));
    });
}
