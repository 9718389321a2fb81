using Ponder.Training.Native;

namespace Ponder.Training.Tests;

public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    // Wherever the build lays it: beside the program, or below its folder of native libraries.
    private static readonly byte[] Library = File.ReadAllBytes(
        Directory.GetFiles(AppContext.BaseDirectory, "libLibTorchSharp.so", SearchOption.AllDirectories)[0]);

    [Fact]
    public void TryWeaken_NeededVersion_ChangesOneByte()
    {
        byte[] image = [.. Library];

        Assert.True(ElfVersionNeeds.TryWeaken(image, Version));

        Assert.Single(image.Zip(Library), pair => pair.First != pair.Second);
    }

    [Fact]
    public void TryWeaken_Twice_ChangesNothingMore()
    {
        byte[] image = [.. Library];
        ElfVersionNeeds.TryWeaken(image, Version);
        byte[] once = [.. image];

        Assert.True(ElfVersionNeeds.TryWeaken(image, Version));

        Assert.Equal(once, image);
    }

    [Fact]
    public void TryWeaken_VersionNotNeeded_LeavesTheImage()
    {
        byte[] image = [.. Library];

        Assert.False(ElfVersionNeeds.TryWeaken(image, "GLIBCXX_9.9.99"));

        Assert.Equal(Library, image);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(0x3f900)] // amid the table itself
    public void TryWeaken_Truncated_IsRefused(int length) =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.TryWeaken(Library.AsSpan(0, length), Version));

    [Fact]
    public void TryWeaken_NotElf_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.TryWeaken(new byte[256], Version));
}
