using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>One indirect convolution: dense and sparse, any stride, and with a 1x1 window the fully connected layer.</summary>
/// <remarks>
/// Images are NHWC with a border of zero pixels wide enough for the window, so that a window is a few contiguous runs and
/// a row is named by one pixel index. Weights are packed once. Immutable and thread-safe. Every sum starts from the bias
/// and runs over kernel row, kernel column, input channel in this order, fused multiply-add each: bit-identical for any
/// list of rows and any instruction set.
/// </remarks>
public sealed unsafe class ConvolutionKernel
{
    // Beyond this the weights do not stay in the second-level cache beside the rows: then a panel is kept and rows stream.
    private const int WeightBytesInCache = 512 * 1024;

    // Rows of so many tiles stay in the first-level cache while panel after panel reads them.
    private const int TilesInCache = 4;

    private const int CacheLineFloats = 16;

    private readonly ConvolutionPanel[] _panels;
    private readonly delegate*<ConvolutionTile*, void>[][] _microKernels;
    private readonly float[] _weights;
    private readonly int _weightsStart;
    private readonly float[] _bias;
    private readonly int _tallestTile;
    private readonly int _mostRuns;

    /// <summary>Packs the weights.</summary>
    /// <param name="shape">Channels and window.</param>
    /// <param name="weights">[O, I, kh, kw], as ONNX stores them.</param>
    /// <param name="bias">[O], or empty for none.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape, or the CPU lacks the instruction set.</exception>
    public ConvolutionKernel(
        ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, InstructionSet? instructionSet = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int window = checked(shape.InputChannels * shape.KernelHeight * shape.KernelWidth);
        if (weights.Length != checked(window * shape.OutputChannels))
            throw new ArgumentException($"weights: expected {window * shape.OutputChannels} floats, got {weights.Length}", nameof(weights));
        if (!bias.IsEmpty && bias.Length != shape.OutputChannels)
            throw new ArgumentException($"bias: expected {shape.OutputChannels} floats, got {bias.Length}", nameof(bias));

        Shape = shape;
        var set = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
        _mostRuns = shape.KernelHeight * (shape.DilationWidth == 1 ? 1 : shape.KernelWidth);
        _panels = ConvolutionPanel.Cut(shape.OutputChannels, window, set);
        _microKernels = [.. _panels.Select(panel => ConvolutionMicroKernels.For(panel.Lanes, panel.Vectors))];
        _tallestTile = _panels.Min(panel => ConvolutionMicroKernel.MaxRowsOf(panel.Lanes, panel.Vectors));
        int width = _panels.Sum(panel => panel.Width);
        _weights = GC.AllocateArray<float>(checked((window * width) + CacheLineFloats), pinned: true);
        _weightsStart = FloatsToCacheLine(_weights);
        _bias = GC.AllocateArray<float>(width, pinned: true);
        Pack(weights, bias);
    }

    /// <summary>Channels and window.</summary>
    public ConvolutionShape Shape { get; }

    /// <summary>The whole window.</summary>
    public WindowPart Window => new(0, Shape.KernelHeight, 0, Shape.KernelWidth);

    /// <summary>Computes the listed rows: destination = activation(bias + window * weights + residual).</summary>
    /// <param name="source">NHWC pixels of I floats, borders and <see cref="KernelConstants.SlackFloats"/> included.</param>
    /// <param name="sourceRowPitch">Pixels from one image row to the next.</param>
    /// <param name="sourceOffset">Floats added to every window's start.</param>
    /// <param name="sourcePixels">For each row, the pixel index that its whole window starts from.</param>
    /// <param name="destination">NHWC pixels of O floats.</param>
    /// <param name="destinationPixels">For each row, the pixel index that is written.</param>
    /// <param name="epilogue">Residual and activation.</param>
    /// <param name="groups">Which part of the window each row sums, in the lists' order; empty for the whole window everywhere.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or a pixel lies outside its buffer.</exception>
    public void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int sourceOffset, ReadOnlySpan<int> sourcePixels,
        Span<float> destination, ReadOnlySpan<int> destinationPixels, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups = default)
    {
        CheckLists(sourcePixels, destination.Length, destinationPixels, epilogue.Residual.Length);
        if (sourcePixels.IsEmpty)
            return;
        ReadOnlySpan<RowGroup> all = [new RowGroup(sourcePixels.Length, Window)];
        fixed (float* sourceStart = source, destinationStart = destination, residual = epilogue.Residual, weights = &_weights[_weightsStart], bias = _bias)
        fixed (int* from = sourcePixels, to = destinationPixels)
        {
            int* runOffsets = stackalloc int[2 * _mostRuns];
            var tile = new ConvolutionTile
            {
                RunOffsets = runOffsets,
                RunWeights = runOffsets + _mostRuns,
                HasResidual = residual is not null,
                ResidualOffset = residual is null ? 0 : residual - destinationStart,
                Source = sourceStart + sourceOffset,
                InputChannels = Shape.InputChannels,
                OutputChannels = Shape.OutputChannels,
                Floor = epilogue.Relu ? 0 : float.NegativeInfinity,
            };
            int start = 0;
            foreach (var group in groups.IsEmpty ? all : groups)
            {
                CheckGroup(group, sourcePixels.Length - start);
                SetRuns(&tile, group.Part, sourceRowPitch);
                CheckWindows(source.Length, sourceOffset, &tile, sourcePixels.Slice(start, group.Count));
                RunGroup(&tile, new Rows(from + start, destinationStart, to + start, group.Count), weights, bias);
                start += group.Count;
            }

            if (start != sourcePixels.Length)
                throw new ArgumentException($"groups: expected {sourcePixels.Length} rows, got {start}", nameof(groups));
        }
    }

    // A window's pixels are contiguous along a kernel row where nothing lies between its columns.
    private void SetRuns(ConvolutionTile* tile, in WindowPart part, int sourceRowPitch)
    {
        bool isContiguous = Shape.DilationWidth == 1;
        int columnsPerRun = isContiguous ? part.Columns : 1, runsPerRow = isContiguous ? 1 : part.Columns;
        tile->Runs = part.Rows * runsPerRow;
        tile->RunLength = columnsPerRun * Shape.InputChannels;
        for (int run = 0; run < tile->Runs; run++)
        {
            int row = part.FirstRow + (run / runsPerRow), column = part.FirstColumn + (run % runsPerRow);
            tile->RunOffsets[run] = ((row * Shape.DilationHeight * sourceRowPitch) + (column * Shape.DilationWidth)) * Shape.InputChannels;
            tile->RunWeights[run] = ((row * Shape.KernelWidth) + column) * Shape.InputChannels;
        }
    }

    private void RunGroup(ConvolutionTile* tile, in Rows rows, float* weights, float* bias)
    {
        bool isPanelOutermost = (long)_weights.Length * sizeof(float) > WeightBytesInCache;
        if (!isPanelOutermost)
        {
            RunPanels(tile, rows, 0, _panels.Length, weights, bias);
            return;
        }

        for (int panel = 0; panel < _panels.Length; panel++)
            RunPanels(tile, rows, panel, panel + 1, weights, bias);
    }

    // Compiled for good at once: loops that wait for the runtime's tiers run at half the speed for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanels(ConvolutionTile* tile, in Rows rows, int firstPanel, int endPanel, float* weights, float* bias)
    {
        // Tiles of nearly equal height: 49 rows are 7 tiles of 7, not 6 of 8 and one of 1.
        int tiles = (rows.Count + _tallestTile - 1) / _tallestTile;
        int shortest = rows.Count / tiles, taller = rows.Count % tiles;
        int tilesPerCall = endPanel - firstPanel == 1 ? tiles : TilesInCache;
        for (int t = 0; t < tiles; t += tile->Tiles)
        {
            int height = t < taller ? shortest + 1 : shortest;
            int row = (t * shortest) + Math.Min(t, taller);
            tile->Tiles = Math.Min(tilesPerCall, (t < taller ? taller : tiles) - t);
            tile->SourcePixels = rows.From + row;
            tile->DestinationPixels = rows.To + row;
            for (int p = firstPanel; p < endPanel; p++)
            {
                ref readonly var panel = ref _panels[p];
                tile->Destination = rows.Destination + panel.FirstChannel;
                tile->Weights = weights + panel.WeightOffset;
                tile->Bias = bias + panel.BiasOffset;
                tile->LastLanes = panel.LastLanes;
                _microKernels[p][height - 1](tile);
            }
        }
    }

    private void Pack(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        int spatial = Shape.KernelHeight * Shape.KernelWidth;
        foreach (var panel in _panels)
        {
            for (int lane = 0; lane < panel.Channels; lane++)
            {
                int output = panel.FirstChannel + lane;
                for (int position = 0; position < spatial; position++)
                {
                    for (int input = 0; input < Shape.InputChannels; input++)
                    {
                        _weights[_weightsStart + panel.WeightOffset + (((position * Shape.InputChannels) + input) * panel.Width) + lane] =
                            weights[(((output * Shape.InputChannels) + input) * spatial) + position];
                    }
                }

                if (!bias.IsEmpty)
                    _bias[panel.BiasOffset + lane] = bias[output];
            }
        }
    }

    // A vector load that crosses a cache line counts twice. The array is pinned, so the distance stays.
    private static int FloatsToCacheLine(float[] pinned)
    {
        fixed (float* start = pinned)
            return (int)((CacheLineFloats - ((nuint)start / sizeof(float) % CacheLineFloats)) % CacheLineFloats);
    }

    private void CheckLists(ReadOnlySpan<int> from, int destinationLength, ReadOnlySpan<int> to, int residualLength)
    {
        if (from.Length != to.Length)
            throw new ArgumentException($"row lists: expected equal lengths, got {from.Length} and {to.Length}");
        if (to.IsEmpty)
            return;
        var (first, last) = RowRange.Of(to);
        long lastWritten = ((long)last + 1) * Shape.OutputChannels;
        if (first < 0 || lastWritten > destinationLength)
            throw new ArgumentException($"destination: expected pixels within {destinationLength} floats, got up to {lastWritten}");
        if (residualLength != 0 && residualLength < lastWritten)
            throw new ArgumentException($"residual: expected at least {lastWritten} floats, got {residualLength}");
    }

    private void CheckGroup(RowGroup group, int rowsLeft)
    {
        var part = group.Part;
        bool isInside = part is { FirstRow: >= 0, Rows: >= 1, FirstColumn: >= 0, Columns: >= 1 }
            && part.FirstRow + part.Rows <= Shape.KernelHeight && part.FirstColumn + part.Columns <= Shape.KernelWidth;
        if (!isInside || group.Count < 1 || group.Count > rowsLeft)
            throw new ArgumentException($"groups: expected 1 to {rowsLeft} rows and a part of the window {Window}, got {group}");
    }

    private void CheckWindows(int sourceLength, int sourceOffset, ConvolutionTile* tile, ReadOnlySpan<int> from)
    {
        var (first, last) = RowRange.Of(from);
        long firstRead = ((long)first * Shape.InputChannels) + sourceOffset + tile->RunOffsets[0];
        long lastRead = ((long)last * Shape.InputChannels) + sourceOffset + tile->RunOffsets[tile->Runs - 1] + tile->RunLength;
        if (firstRead < 0 || lastRead > sourceLength)
            throw new ArgumentException($"source: expected windows within {sourceLength} floats, got {firstRead} to {lastRead}");
    }

    private readonly struct Rows(int* from, float* destination, int* to, int count)
    {
        public readonly int* From = from;
        public readonly float* Destination = destination;
        public readonly int* To = to;
        public readonly int Count = count;
    }
}
