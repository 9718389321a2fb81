using CsCheck;

namespace Ponder.Kernels.Tests;

public sealed class RowOperatorTests
{
    private static readonly Gen<float[]> Logits = Gen.Float[-50, 50].Array[1, 40];

    [Fact]
    public void Softmax_AnyLogits_SumsToOne() => Logits.Sample(logits =>
    {
        float[] probabilities = new float[logits.Length];
        RowOperators.Softmax(logits, probabilities);
        Assert.Equal(1, probabilities.Sum(value => (double)value), 1e-5);
    });

    [Fact]
    public void LogSoftmax_AnyLogits_IsTheLogarithmOfSoftmax() => Logits.Sample(logits =>
    {
        float[] logs = new float[logits.Length];
        RowOperators.LogSoftmax(logits, logs);
        double sum = logits.Sum(value => Math.Exp(value - (double)logits.Max()));
        for (int i = 0; i < logits.Length; i++)
            Assert.Equal(logits[i] - logits.Max() - Math.Log(sum), logs[i], 1e-4);
    });

    [Fact]
    public void LogSoftmax_ProbabilityThatUnderflows_StaysFinite()
    {
        float[] logs = new float[2];

        RowOperators.LogSoftmax([0, 1000], logs);

        Assert.Equal([-1000f, 0f], logs);
    }

    [Fact]
    public void ArgMax_Equals_TakesTheFirst() => Assert.Equal(1, RowOperators.ArgMax([0, 3, 3, 1]));

    [Fact]
    public void ArgMax_NotANumberFirst_TakesTheLargestNumber() => Assert.Equal(2, RowOperators.ArgMax([float.NaN, 1, 2]));

    [Fact]
    public void Max_NotANumber_PassesThrough() => Assert.True(float.IsNaN(RowOperators.Max([1, float.NaN, 2])));

    [Fact]
    public void Mean_Row_DividesByItsLength() => Assert.Equal(2, RowOperators.Mean([1, 2, 3]));
}
