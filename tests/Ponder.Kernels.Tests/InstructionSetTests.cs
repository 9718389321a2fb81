namespace Ponder.Kernels.Tests;

public sealed class InstructionSetTests
{
    [Fact]
    public void Choose_Nothing_TakesTheWidestThatTheCpuHas() =>
        Assert.Equal(InstructionSets.Available[^1], InstructionSets.Choose(null));

    [Fact]
    public void Choose_Scalar_IsAlwaysThere() => Assert.Equal(InstructionSet.Scalar, InstructionSets.Choose("scalar"));

    [Fact]
    public void Choose_UnknownName_ListsTheAllowed()
    {
        var error = Assert.Throws<InvalidOperationException>(() => InstructionSets.Choose("neon"));

        Assert.Contains("scalar", error.Message, StringComparison.Ordinal);
    }
}
