using Ponder.Plans;

namespace Ponder.Tests.Plans;

public sealed class PreprocessingTests
{
    private static readonly Preprocessing Color = new(1 / 255f, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    [Fact]
    public void Undo_AppliedBytes_AreTheBytes()
    {
        byte[] pixels = [.. Enumerable.Range(0, 3 * 256).Select(i => (byte)i)];
        float[] input = new float[pixels.Length];
        Color.Apply(pixels, input);

        Assert.Equal(pixels, Color.Undo(input));
    }

    [Fact]
    public void Undo_OutOfRange_IsCutOff() => Assert.Equal([(byte)0, (byte)255, (byte)0], Color.Undo([-9, 9, float.NaN]));
}
