using Xunit;

namespace Ponder.Kernels.Tests;

public sealed class RowListsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(30)]
    public void Select_RunsOfAnyLength_CopiesWhatTheMaskLetsThrough(int run)
    {
        var random = new Random(run);
        int[] positions = [.. Enumerable.Range(0, 8).SelectMany(line => Enumerable.Range((line * (run + 2)) + 1, run))]; // as of an image without its border
        int[] pixels = [.. positions.Select(position => 3 * position)];
        byte[] mask = [.. Enumerable.Range(0, positions[^1] + 1).Select(_ => (byte)random.Next(2))];
        int[] destination = new int[positions.Length];

        int count = RowLists.Select(pixels, 1000, positions, mask, destination);

        Assert.Equal(positions.Where(position => mask[position] == 1).Select(position => (3 * position) + 1000), destination.Take(count));
    }

    [Fact]
    public void Select_AllAreLetThrough_CopiesAll()
    {
        int[] positions = [.. Enumerable.Range(0, 100)];
        int[] destination = new int[100];

        Assert.Equal(100, RowLists.Select(positions, 0, positions, [.. Enumerable.Repeat((byte)1, 100)], destination));
        Assert.Equal(positions, destination);
    }

    [Fact]
    public void Select_PositionBehindTheMask_Throws() =>
        Assert.Throws<IndexOutOfRangeException>(() => RowLists.Select(new int[20], 0, [.. Enumerable.Range(0, 20)], new byte[19], new int[20]));

    [Fact]
    public void Select_NoRoom_Throws() => Assert.Throws<ArgumentException>(() => RowLists.Select(new int[2], 0, new int[2], new byte[1], new int[1]));
}
