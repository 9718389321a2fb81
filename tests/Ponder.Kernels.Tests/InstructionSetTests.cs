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

    [Theory]
    [InlineData("Auth", 0x00A10F11, true)] // Genoa
    [InlineData("Auth", 0x00B00F21, false)] // Turin, Zen 5
    [InlineData("Genu", 0x000806F8, false)] // Sapphire Rapids
    public void IsZen4_Signature_TellsTheFamily(string vendor, int signature, bool expected) =>
        Assert.Equal(expected, InstructionSets.IsZen4(BitConverter.ToInt32([.. vendor.Select(letter => (byte)letter)]), signature));
}
