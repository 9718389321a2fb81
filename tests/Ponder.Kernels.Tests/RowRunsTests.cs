using Xunit;

namespace Ponder.Kernels.Tests;

public sealed class RowRunsTests
{
    private const int Lines = 8;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 1)]
    [InlineData(16, 2)]
    [InlineData(30, 1)]
    public void Select_RunsOfAnyLength_ListsWhatTheMaskLetsThrough(int length, int step)
    {
        var random = new Random(length);
        int[] positions = [.. Enumerable.Range(0, Lines).SelectMany(line => Enumerable.Range((line * (length + 2)) + 1, length))]; // as of an image without its border
        byte[] mask = [.. Enumerable.Range(0, positions[^1] + 1).Select(_ => (byte)random.Next(2))];
        int[] chosen = [.. positions.Where(position => mask[position] == 1)], sources = new int[positions.Length], destinations = new int[positions.Length];

        int count = new RowRuns([.. positions.Select(position => step * position)], positions, positions).Select(mask, 1000, 50, sources, destinations);

        Assert.Equal(chosen.Select(position => (step * position) + 1000), sources.Take(count));
        Assert.Equal(chosen.Select(position => position + 50), destinations.Take(count));
    }

    [Fact]
    public void Select_AllAreLetThrough_ListsAll()
    {
        int[] positions = [.. Enumerable.Range(0, 100)], pixels = [.. positions.Select(position => position + (position / 10))];
        int[] sources = new int[100], destinations = new int[100];

        Assert.Equal(100, new RowRuns(pixels, positions, positions).Select([.. Enumerable.Repeat((byte)1, 100)], 0, 0, sources, destinations));
        Assert.Equal(pixels, sources);
        Assert.Equal(positions, destinations);
    }

    [Fact]
    public void Select_PositionBehindTheMask_Throws() =>
        Assert.Throws<ArgumentException>(() => Twenty().Select(new byte[19], 0, 0, new int[20], new int[20]));

    [Fact]
    public void Select_NoRoom_Throws() => Assert.Throws<ArgumentException>(() => Twenty().Select(new byte[20], 0, 0, new int[20], new int[19]));

    [Fact]
    public void Constructor_ListsOfUnequalLengths_Throws() => Assert.Throws<ArgumentException>(() => new RowRuns(new int[2], new int[2], new int[1]));

    private static RowRuns Twenty()
    {
        int[] positions = [.. Enumerable.Range(0, 20)];
        return new RowRuns(positions, positions, positions);
    }
}
