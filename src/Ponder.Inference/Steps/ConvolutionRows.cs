using Ponder.Graph;
using Ponder.Inference.Compilation;
using Ponder.Kernels;

namespace Ponder.Inference.Steps;

/// <summary>The rows of one sample that a convolution computes, grouped by the part of their windows that lies on the image.</summary>
/// <remarks>
/// A window that hangs over the image sums zeros there; rows whose windows hang over in the same way are neighbours in the
/// lists and leave them out. Small images gain most: 16 % of a 3x3 layer at 8x8.
/// </remarks>
internal sealed class ConvolutionRows
{
    // Cycles that a tile and a group cost beside their sums, and lanes of sums that hide the latency of one: measured on Zen 4.
    private const int TileCycles = 60;
    private const int GroupCycles = 250;
    private const int LatencyCycles = 4;
    private const int TileRows = 6;
    private const int VectorLanes = 16;
    private const int SingleOutputTileRows = 8;
    private const int DepthwiseCallCycles = 20;
    private const int DepthwiseRowCycles = 3;

    private readonly WindowCost _cost;

    private ConvolutionRows(int[] from, int[] to, RowGroup[] groups, RowRuns[] runs, WindowCost cost) =>
        (From, To, Groups, Runs, _cost) = (from, to, groups, runs, cost);

    /// <summary>For each row, the source pixel that its window starts from; for sample 0.</summary>
    public int[] From { get; }

    /// <summary>For each row, the destination pixel; for sample 0.</summary>
    public int[] To { get; }

    /// <summary>The lists' groups.</summary>
    public RowGroup[] Groups { get; }

    /// <summary>For each group its rows, to be chosen from by masks over the image's positions, y * W + x.</summary>
    public RowRuns[] Runs { get; }

    /// <summary>Makes the rows of one sample.</summary>
    /// <param name="window">The window.</param>
    /// <param name="cost">What is chosen by.</param>
    /// <param name="source">What is convolved.</param>
    /// <param name="destination">What is written.</param>
    public static ConvolutionRows Of(WindowGeometry window, WindowCost cost, TensorLayout source, TensorLayout destination)
    {
        (int First, int Count)[] rows =
            [.. Enumerable.Range(0, destination.Height).Select(y => OnImage((y * window.StrideHeight) - window.PadTop, window.Height, window.DilationHeight, source.Height))];
        (int First, int Count)[] columns =
            [.. Enumerable.Range(0, destination.Width).Select(x => OnImage((x * window.StrideWidth) - window.PadLeft, window.Width, window.DilationWidth, source.Width))];
        var best = Enumerable.Range(0, 4).Where(cut => !cost.IsCut || cut == 3) // cut rows or not, columns or not
            .Select(cut => Order(y => (cut & 1) != 0 ? rows[y] : (0, window.Height), x => (cut & 2) != 0 ? columns[x] : (0, window.Width), destination))
            .MinBy(groups => groups.Sum(group => cost.Cycles(group.Key, group.Count())))!;

        (int Y, int X)[] places = [.. best.SelectMany(group => group)];
        int[] from = [.. places.Select(place => source.Pixel((place.Y * window.StrideHeight) - window.PadTop, (place.X * window.StrideWidth) - window.PadLeft))];
        int[] to = [.. places.Select(place => destination.Pixel(place.Y, place.X))];
        int[] positions = [.. places.Select(place => (place.Y * destination.Width) + place.X)];
        RowGroup[] groups = [.. best.Select(group => new RowGroup(group.Count(), group.Key))];
        var runs = new RowRuns[groups.Length];
        for (int g = 0, start = 0; g < groups.Length; start += groups[g].Count, g++)
        {
            int end = start + groups[g].Count;
            runs[g] = new RowRuns(from.AsSpan(start..end), to.AsSpan(start..end), positions.AsSpan(start..end));
        }

        return new ConvolutionRows(from, to, groups, runs, cost);
    }

    /// <summary>Joins neighbours among groups of which a mask has left few rows, where zeros summed with the others take less time than a group more.</summary>
    /// <param name="groups">Groups in the order of <see cref="Groups"/>; what is left of them lies in front afterwards.</param>
    /// <returns>How many are left.</returns>
    public int Join(Span<RowGroup> groups)
    {
        int count = 0;
        foreach (var group in groups)
        {
            groups[count++] = group;
            for (; count > 1 && Joined(groups[count - 2], groups[count - 1]) is { } joined; count--)
                groups[count - 2] = joined;
        }

        return count;
    }

    private RowGroup? Joined(RowGroup one, RowGroup other)
    {
        var joined = new RowGroup(one.Count + other.Count, Around(one.Part, other.Part));
        bool isQuicker = _cost.Cycles(joined.Part, joined.Count) <= _cost.Cycles(one.Part, one.Count) + _cost.Cycles(other.Part, other.Count);
        return isQuicker && !_cost.IsCut ? joined : null;
    }

    private static WindowPart Around(WindowPart one, WindowPart other)
    {
        int row = Math.Min(one.FirstRow, other.FirstRow), column = Math.Min(one.FirstColumn, other.FirstColumn);
        int endRow = Math.Max(one.FirstRow + one.Rows, other.FirstRow + other.Rows), endColumn = Math.Max(one.FirstColumn + one.Columns, other.FirstColumn + other.Columns);
        return new WindowPart(row, endRow - row, column, endColumn - column);
    }

    /// <summary>About how long a convolution's group of rows takes.</summary>
    public static double Cycles(WindowPart part, int rows, ConvolutionShape shape)
    {
        if (SingleOutputKernel.Fits(shape))
            return SingleOutputCycles(part, rows, shape.InputChannels);
        int tiles = (rows + TileRows - 1) / TileRows;
        double vectors = Math.Ceiling(shape.OutputChannels / (double)VectorLanes);
        double sums = (double)part.Rows * part.Columns * shape.InputChannels / shape.Groups;
        return GroupCycles + (tiles * (TileCycles + (Math.Max(LatencyCycles, (double)rows / tiles * vectors) * sums)));
    }

    // Eight rows at once, with inputs in the lanes.
    private static double SingleOutputCycles(WindowPart part, int rows, int channels)
    {
        int tiles = (rows + SingleOutputTileRows - 1) / SingleOutputTileRows;
        return GroupCycles + (tiles * (TileCycles + (SingleOutputTileRows * (double)part.Rows * part.Columns * channels / VectorLanes)));
    }

    /// <summary>About how long a depth-wise convolution's group of rows takes.</summary>
    public static double Cycles(WindowPart part, int rows, DepthwiseShape shape)
    {
        double vectors = Math.Ceiling(shape.Channels / (double)VectorLanes), places = part.Rows * part.Columns;
        bool isFast = part is { Rows: 3, Columns: 3 } && shape is { KernelHeight: 3, KernelWidth: 3 };
        return GroupCycles + (vectors * (DepthwiseCallCycles + (rows * (DepthwiseRowCycles + (isFast ? places : 2 * places)))));
    }

    private static IGrouping<WindowPart, (int Y, int X)>[] Order(
        Func<int, (int First, int Count)> rows, Func<int, (int First, int Count)> columns, TensorLayout destination) =>
    [
        .. from y in Enumerable.Range(0, destination.Height)
           from x in Enumerable.Range(0, destination.Width)
           group (y, x) by new WindowPart(rows(y).First, rows(y).Count, columns(x).First, columns(x).Count),
    ];

    // At least one place: a window beside the image, over nothing but zeros, keeps its first.
    private static (int First, int Count) OnImage(int start, int size, int dilation, int length)
    {
        int first = start < 0 ? Math.Min(size - 1, (-start + dilation - 1) / dilation) : 0;
        int end = Math.Min(size, start >= length ? first + 1 : ((length - 1 - start) / dilation) + 1);
        return (first, Math.Max(1, end - first));
    }
}
