using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>Makes row lists; layers of one geometry share theirs, so that a deep network's lists stay in cache.</summary>
internal sealed class ConvolutionRowsCache
{
    private readonly Dictionary<(WindowGeometry, object Shape, bool IsCut, Place From, Place To), ConvolutionRows> _made = [];

    public ConvolutionRows Of(WindowGeometry window, ConvolutionShape shape, TensorLayout source, TensorLayout destination) =>
        Of(window, shape, new WindowCost((part, rows) => ConvolutionRows.Cycles(part, rows, shape)), source, destination);

    /// <summary>Rows of which each has the part of its window that lies on the image, and no more.</summary>
    public ConvolutionRows OfParts(WindowGeometry window, ConvolutionShape shape, TensorLayout source, TensorLayout destination) =>
        Of(window, shape, new WindowCost((part, rows) => ConvolutionRows.Cycles(part, rows, shape), IsCut: true), source, destination);

    public ConvolutionRows Of(WindowGeometry window, DepthwiseShape shape, TensorLayout source, TensorLayout destination) =>
        Of(window, shape, new WindowCost((part, rows) => ConvolutionRows.Cycles(part, rows, shape)), source, destination);

    private ConvolutionRows Of(WindowGeometry window, object shape, WindowCost cost, TensorLayout source, TensorLayout destination)
    {
        var key = (window, shape, cost.IsCut, Place.Of(source), Place.Of(destination));
        if (!_made.TryGetValue(key, out var rows))
            _made[key] = rows = ConvolutionRows.Of(window, cost, source, destination);
        return rows;
    }

    /// <summary>Where an image's pixels lie.</summary>
    private readonly record struct Place(int Height, int Width, Border Border)
    {
        public static Place Of(TensorLayout image) => new(image.Height, image.Width, image.Border);
    }
}
