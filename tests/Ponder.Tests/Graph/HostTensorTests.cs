using Ponder.Graph;

namespace Ponder.Tests.Graph;

public sealed class HostTensorTests
{
    [Fact]
    public void Of_Array_IsNotCopied()
    {
        float[] data = [1, 2];
        var tensor = HostTensor.Of(data, 1, 2);

        tensor.Floats[0] = 3;

        Assert.Equal([3f, 2f], data);
    }

    [Fact]
    public void Of_NoShape_IsAScalar()
    {
        Assert.Empty(HostTensor.Of([1L]).Shape);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2, 2)]
    [InlineData(65536, 65536, 65536, 65536)]
    [InlineData(0)]
    public void Of_ShapeOfAnotherSize_Throws(params int[] shape)
    {
        Assert.Throws<ArgumentException>(() => HostTensor.Of([1f, 2f], shape));
    }

    [Fact]
    public void Of_ShapeThatOverflows_Throws()
    {
        Assert.Throws<ArgumentException>(() => HostTensor.Of(Array.Empty<float>(), 65536, 65536, 65536, 65536));
    }

    [Fact]
    public void Of_NegativeSize_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => HostTensor.Of([1f], -1, -1));
    }

    [Fact]
    public void Floats_OfAnotherType_Throws()
    {
        Assert.Throws<InvalidOperationException>(() => HostTensor.Of([true], 1).Floats.Length);
    }
}
