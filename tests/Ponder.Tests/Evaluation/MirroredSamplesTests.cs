using Ponder.Evaluation;

namespace Ponder.Tests.Evaluation;

public sealed class MirroredSamplesTests
{
    [Fact]
    public void Read_SecondHalf_IsTurnedFromLeftToRight()
    {
        var mirrored = new MirroredSamples(new TableSamples(7, 8, 9));
        float[] sample = new float[2];

        mirrored.Read(5, sample);

        Assert.Equal((6, 9), (mirrored.Count, mirrored.Label(5)));
        Assert.Equal([0, 2], sample);
    }
}
