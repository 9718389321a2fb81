using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>One depth-wise convolution: each channel under a window of its own, any stride.</summary>
/// <remarks>
/// Images and row lists are those of <see cref="ConvolutionKernel"/>. Every sum starts from the bias and runs over kernel row,
/// then kernel column, fused multiply-add each: bit-identical for any list of rows and any instruction set. Immutable and
/// thread-safe.
/// </remarks>
public sealed unsafe class DepthwiseKernel : IConvolutionKernel
{
    // Rows that one vector of channels visits before the next does: their windows stay in the second-level cache.
    private const int RowsInCache = 64;

    private readonly DepthwisePanel[] _panels;
    private readonly delegate*<DepthwiseTile*, void>[][] _microKernels;
    private readonly float[] _weights; // [place][channel, padded]
    private readonly float[] _bias;
    private readonly int _paddedChannels;

    /// <summary>Packs the weights.</summary>
    /// <param name="shape">Channels and window.</param>
    /// <param name="weights">[C, 1, kh, kw], as ONNX stores them.</param>
    /// <param name="bias">[C], or empty for none.</param>
    /// <param name="instructionSet">Null for the best that the CPU has.</param>
    /// <exception cref="ArgumentException">Lengths do not fit the shape, or the CPU lacks the instruction set.</exception>
    public DepthwiseKernel(
        DepthwiseShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, InstructionSet? instructionSet = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int places = checked(shape.KernelHeight * shape.KernelWidth);
        if (weights.Length != checked(places * shape.Channels))
            throw new ArgumentException($"weights: expected {places * shape.Channels} floats, got {weights.Length}", nameof(weights));
        if (!bias.IsEmpty && bias.Length != shape.Channels)
            throw new ArgumentException($"bias: expected {shape.Channels} floats, got {bias.Length}", nameof(bias));

        Shape = shape;
        _panels = DepthwisePanel.Cut(shape.Channels, InstructionSets.RequireAvailable(instructionSet ?? InstructionSets.Best));
        _microKernels = [.. _panels.Select(panel => DepthwiseMicroKernels.For(panel.Lanes))];
        _paddedChannels = _panels.Sum(panel => panel.Lanes);
        _weights = new float[checked(places * _paddedChannels)];
        for (int place = 0; place < places; place++)
        {
            for (int c = 0; c < shape.Channels; c++)
                _weights[(place * _paddedChannels) + c] = weights[(c * places) + place];
        }

        _bias = new float[_paddedChannels];
        bias.CopyTo(_bias);
    }

    /// <summary>Channels and window.</summary>
    public DepthwiseShape Shape { get; }

    /// <summary>The whole window.</summary>
    public WindowPart Window => new(0, Shape.KernelHeight, 0, Shape.KernelWidth);

    /// <inheritdoc/>
    public void Run(
        ReadOnlySpan<float> source, int sourceRowPitch, int sourceOffset, ReadOnlySpan<int> sourcePixels,
        Span<float> destination, ReadOnlySpan<int> destinationPixels, in ConvolutionEpilogue epilogue, ReadOnlySpan<RowGroup> groups = default)
    {
        RowChecks.Lists(sourcePixels, destination.Length, destinationPixels, epilogue.Residual.Length, Shape.Channels);
        if (sourcePixels.IsEmpty)
            return;
        ReadOnlySpan<RowGroup> all = [new RowGroup(sourcePixels.Length, Window)];
        fixed (float* sourceStart = source, destinationStart = destination, residual = epilogue.Residual, weights = _weights, bias = _bias)
        fixed (int* from = sourcePixels, to = destinationPixels)
        {
            int places = Shape.KernelHeight * Shape.KernelWidth;
            int* offsets = stackalloc int[2 * places];
            var tile = new DepthwiseTile
            {
                SourceOffsets = offsets,
                WeightOffsets = offsets + places,
                HasResidual = residual is not null,
                ResidualOffset = residual is null ? 0 : residual - destinationStart,
                Channels = Shape.Channels,
                Range = epilogue.Range ?? ActivationRange.All,
            };
            int start = 0;
            foreach (var group in groups.IsEmpty ? all : groups)
            {
                RowChecks.Group(group, sourcePixels.Length - start, Window);
                SetPlaces(&tile, group.Part, sourceRowPitch);
                RowChecks.Windows(
                    source.Length, sourcePixels.Slice(start, group.Count), Shape.Channels,
                    sourceOffset + offsets[0], (long)sourceOffset + offsets[tile.Places - 1] + Shape.Channels);
                for (int end = start + group.Count; start < end;)
                {
                    int count = Math.Min(RowsInCache, end - start);
                    RunPanels(&tile, new Rows(sourceStart + sourceOffset, from + start, destinationStart, to + start, count), weights, bias);
                    start += count;
                }
            }

            if (start != sourcePixels.Length)
                throw new ArgumentException($"groups: expected {sourcePixels.Length} rows, got {start}", nameof(groups));
        }
    }

    private void SetPlaces(DepthwiseTile* tile, in WindowPart part, int sourceRowPitch)
    {
        tile->Places = part.Rows * part.Columns;
        for (int place = 0; place < tile->Places; place++)
        {
            int row = part.FirstRow + (place / part.Columns), column = part.FirstColumn + (place % part.Columns);
            tile->SourceOffsets[place] = ((row * Shape.DilationHeight * sourceRowPitch) + (column * Shape.DilationWidth)) * Shape.Channels;
            tile->WeightOffsets[place] = ((row * Shape.KernelWidth) + column) * _paddedChannels;
        }
    }

    // Compiled for good at once: loops that wait for the runtime's tiers run at half the speed for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunPanels(DepthwiseTile* tile, in Rows rows, float* weights, float* bias)
    {
        bool isWhole3x3 = tile->Places == 9 && Shape is { KernelHeight: 3, KernelWidth: 3 };
        int wholeTiles = rows.Count - (rows.Count % DepthwiseMicroKernel.MaxRows);
        for (int p = 0; p < _panels.Length; p++)
        {
            ref readonly var panel = ref _panels[p];
            tile->Source = rows.Source + panel.FirstChannel;
            tile->Destination = rows.Destination + panel.FirstChannel;
            tile->Weights = weights + panel.FirstChannel;
            tile->Bias = bias + panel.FirstChannel;
            tile->LiveLanes = panel.Channels;
            tile->SourcePixels = rows.From;
            tile->DestinationPixels = rows.To;
            tile->Rows = isWhole3x3 ? rows.Count : wholeTiles;
            _microKernels[p][isWhole3x3 ? 0 : DepthwiseMicroKernel.MaxRows](tile);
            if (tile->Rows == rows.Count)
                continue;
            tile->SourcePixels = rows.From + wholeTiles;
            tile->DestinationPixels = rows.To + wholeTiles;
            tile->Rows = rows.Count - wholeTiles;
            _microKernels[p][tile->Rows](tile);
        }
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
