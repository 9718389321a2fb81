using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Makes row lists; layers of one geometry share theirs, so that a deep network's lists stay in cache.</summary>
internal sealed class ConvolutionRowsCache
{
    private readonly Dictionary<(WindowGeometry, object Shape, Place From, Place To), ConvolutionRows> _made = [];

    public ConvolutionRows Of(WindowGeometry window, ConvolutionShape shape, TensorLayout source, TensorLayout destination) =>
        Of(window, shape, (part, rows) => ConvolutionRows.Cycles(part, rows, shape), source, destination);

    public ConvolutionRows Of(WindowGeometry window, DepthwiseShape shape, TensorLayout source, TensorLayout destination) =>
        Of(window, shape, (part, rows) => ConvolutionRows.Cycles(part, rows, shape), source, destination);

    private ConvolutionRows Of(
        WindowGeometry window, object shape, Func<WindowPart, int, double> cycles, TensorLayout source, TensorLayout destination)
    {
        var key = (window, shape, Place.Of(source), Place.Of(destination));
        if (!_made.TryGetValue(key, out var rows))
            _made[key] = rows = ConvolutionRows.Of(window, cycles, source, destination);
        return rows;
    }

    /// <summary>Where an image's pixels lie.</summary>
    private readonly record struct Place(int Height, int Width, Border Border)
    {
        public static Place Of(TensorLayout image) => new(image.Height, image.Width, image.Border);
    }
}
