namespace Ponder.Kernels.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Runner_Works_Always() => Assert.Equal(4, 2 + 2);
}
