using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>One indirect convolution: dense and sparse, any stride, any groups, and with a 1x1 window the fully connected layer.</summary>
/// <remarks>
/// Images are NHWC with a border of zero pixels wide enough for the window, so that a window is a few contiguous runs and
/// a row is named by one pixel index. Weights are packed once. Immutable and thread-safe. Every sum starts from the bias
/// and runs over kernel row, kernel column, input channel in this order, fused multiply-add each: bit-identical for any
/// list of rows and any instruction set.
/// </remarks>
public sealed unsafe class ConvolutionKernel : IConvolutionKernel
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
    private readonly int _groupChannels;
    private readonly bool _isContiguous;

    /// <summary>Packs the weights.</summary>
    /// <param name="shape">Channels and window.</param>
    /// <param name="weights">[O, I / groups, kh, kw], as ONNX stores them.</param>
    /// <param name="bias">[O], or empty for none.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape, or the CPU lacks the instruction set.</exception>
    public ConvolutionKernel(
        ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, InstructionSet? instructionSet = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Groups < 1 || shape.InputChannels % shape.Groups != 0 || shape.OutputChannels % shape.Groups != 0)
            throw new ArgumentException($"groups: expected a divisor of {shape.InputChannels} and {shape.OutputChannels} channels, got {shape.Groups}", nameof(shape));
        int window = checked(shape.InputChannels / shape.Groups * shape.KernelHeight * shape.KernelWidth);
        if (weights.Length != checked(window * shape.OutputChannels))
            throw new ArgumentException($"weights: expected {window * shape.OutputChannels} floats, got {weights.Length}", nameof(weights));
        if (!bias.IsEmpty && bias.Length != shape.OutputChannels)
            throw new ArgumentException($"bias: expected {shape.OutputChannels} floats, got {bias.Length}", nameof(bias));

        Shape = shape;
        var set = InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best);
        _groupChannels = shape.InputChannels / shape.Groups;
        _isContiguous = shape.DilationWidth == 1 && shape.Groups == 1;
        _mostRuns = shape.KernelHeight * (_isContiguous ? 1 : shape.KernelWidth);
        _panels = ConvolutionPanel.Cut(shape, set);
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

    /// <inheritdoc/>
    public void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int sourceOffset, ReadOnlySpan<int> sourcePixels,
        Span<float> destination, ReadOnlySpan<int> destinationPixels, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups = default)
    {
        RowChecks.Lists(sourcePixels, destination.Length, destinationPixels, epilogue.Residual.Length, Shape.OutputChannels);
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
                InputChannels = Shape.InputChannels,
                OutputChannels = Shape.OutputChannels,
                Range = epilogue.Range ?? ActivationRange.All,
            };
            int start = 0;
            foreach (var group in groups.IsEmpty ? all : groups)
            {
                RowChecks.Group(group, sourcePixels.Length - start, Window);
                SetRuns(&tile, group.Part, sourceRowPitch);
                RowChecks.Windows(
                    source.Length, sourcePixels.Slice(start, group.Count), Shape.InputChannels,
                    (long)sourceOffset + runOffsets[0], (long)sourceOffset + runOffsets[tile.Runs - 1] + Math.Max(tile.RunLength, Shape.InputChannels));
                RunGroup(&tile, new Rows(sourceStart + sourceOffset, from + start, destinationStart, to + start, group.Count), weights, bias);
                start += group.Count;
            }

            if (start != sourcePixels.Length)
                throw new ArgumentException($"groups: expected {sourcePixels.Length} rows, got {start}", nameof(groups));
        }
    }

    // A window's floats are contiguous along a kernel row where nothing lies between its columns.
    private void SetRuns(ConvolutionTile* tile, in WindowPart part, int sourceRowPitch)
    {
        int columnsPerRun = _isContiguous ? part.Columns : 1, runsPerRow = _isContiguous ? 1 : part.Columns;
        tile->Runs = part.Rows * runsPerRow;
        tile->RunLength = columnsPerRun * _groupChannels;
        for (int run = 0; run < tile->Runs; run++)
        {
            int row = part.FirstRow + (run / runsPerRow), column = part.FirstColumn + (run % runsPerRow);
            tile->RunOffsets[run] = ((row * Shape.DilationHeight * sourceRowPitch) + (column * Shape.DilationWidth)) * Shape.InputChannels;
            tile->RunWeights[run] = ((row * Shape.KernelWidth) + column) * _groupChannels;
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
                tile->Source = rows.Source + panel.FirstInput;
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
                    for (int input = 0; input < _groupChannels; input++)
                    {
                        _weights[_weightsStart + panel.WeightOffset + (((position * _groupChannels) + input) * panel.Width) + lane] =
                            weights[(((output * _groupChannels) + input) * spatial) + position];
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

    private readonly struct Rows(float* source, int* from, float* destination, int* to, int count)
    {
        public readonly float* Source = source;
        public readonly int* From = from;
        public readonly float* Destination = destination;
        public readonly int* To = to;
        public readonly int Count = count;
    }
}
