using Ponder.Data.Faces;
using Ponder.Data.Pictures;

namespace Ponder.Data.Tests;

public sealed class ScenePhotographTests
{
    [Theory]
    [InlineData(23, 240, 0)]
    [InlineData(24, 24, 1)]
    [InlineData(48, 36, 8)] // 3 x 2 windows of 24 pixels, 2 x 1 of 36
    [InlineData(240, 180, 852)]
    public void Count_ByTheSizesThatFit(int width, int height, int count) => Assert.Equal(count, Photograph(width, height, (_, _) => 0).Count);

    [Fact]
    public void Pixels_SmallestWindow_AreThePhotographs()
    {
        var photograph = Photograph(48, 36, (x, y) => x + y);

        Assert.Equal(12, photograph.Pixels(1)[0]);
        Assert.Equal(12 + 23 + 23, photograph.Pixels(1)[^1]);
    }

    [Fact]
    public void Pixels_EveryWindowOfAPlainPhotograph_ArePlain()
    {
        var photograph = Photograph(240, 180, (_, _) => 7);

        Assert.All(Enumerable.Range(0, photograph.Count), i => Assert.Equal(-1, photograph.Pixels(i).IndexOfAnyExcept((byte)7)));
    }

    [Fact]
    public void Pixels_LargestWindow_ShowsTheWholeSide()
    {
        var photograph = Photograph(36, 36, (x, _) => 7 * x);
        var window = photograph.Pixels(photograph.Count - 1);

        Assert.InRange(window[0], 0, 7);
        Assert.InRange(window[23], 7 * 34, 7 * 35);
    }

    private static ScenePhotograph Photograph(int width, int height, Func<int, int, int> shade) =>
        new(new Bitmap([.. Enumerable.Range(0, width * height).Select(i => (byte)shade(i % width, i / width))], 1, height, width));
}
