using Ponder.Data.Pictures;

namespace Ponder.Data.Faces;

/// <summary>A photograph without faces as the background that a detector sees: square windows of several sizes.</summary>
/// <remarks>
/// Windows of 24, 36, 54, 81 and 121.5 pixels, as far as they fit, every 12 pixels in both directions: about 850 of 240 x 180
/// pixels. One step for all sizes keeps the large ones, of which a detector has few, from drowning. The photograph is reduced
/// once per size, when the first window is read. Thread-safe.
/// </remarks>
internal sealed class ScenePhotograph : IImageSet
{
    /// <summary>Side of a window in pixels, after the reduction.</summary>
    public const int Side = 24;

    private const int Sizes = 5;
    private const double Growth = 1.5;
    private const int Step = Side / 2;

    private readonly (int Size, int X, int Y)[] _windows;
    private readonly Lazy<Bitmap[]> _reduced;

    /// <summary>Plans the windows.</summary>
    /// <param name="photograph">Gray.</param>
    public ScenePhotograph(Bitmap photograph)
    {
        _windows = [.. Enumerable.Range(0, Sizes).SelectMany(size => Windows(photograph, size))];
        _reduced = new Lazy<Bitmap[]>(() => [.. Enumerable.Range(0, Sizes).TakeWhile(size => Reaches(photograph, size)).Select(size => Reduce(photograph, size))]);
    }

    public int Count => _windows.Length;

    public int Channels => 1;

    public int Height => Side;

    public int Width => Side;

    public ReadOnlySpan<byte> Pixels(int index)
    {
        var (size, x, y) = _windows[index];
        var photograph = _reduced.Value[size];
        byte[] window = new byte[Side * Side];
        for (int row = 0; row < Side; row++)
            photograph.Pixels.AsSpan(((y + row) * photograph.Width) + x, Side).CopyTo(window.AsSpan(row * Side));
        return window;
    }

    public int Label(int index) => FaceData.Background;

    private static IEnumerable<(int Size, int X, int Y)> Windows(Bitmap photograph, int size)
    {
        double reduction = Math.Pow(Growth, size);
        int width = (int)(photograph.Width / reduction), height = (int)(photograph.Height / reduction);
        for (double y = 0; y + Side <= height; y += Step / reduction)
        {
            for (double x = 0; x + Side <= width; x += Step / reduction)
                yield return (size, (int)x, (int)y);
        }
    }

    private static bool Reaches(Bitmap photograph, int size) => Math.Min(photograph.Width, photograph.Height) >= Side * Math.Pow(Growth, size);

    private static Bitmap Reduce(Bitmap photograph, int size)
    {
        double reduction = Math.Pow(Growth, size);
        int width = (int)(photograph.Width / reduction), height = (int)(photograph.Height / reduction);
        return size == 0 ? photograph : new Bitmap(PictureScaler.Fit(photograph, new PictureForm(1, height, width)), 1, height, width);
    }
}
