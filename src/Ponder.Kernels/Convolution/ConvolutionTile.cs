namespace Ponder.Kernels;

/// <summary>All that a micro-kernel needs for tiles of equal height of one panel.</summary>
internal unsafe struct ConvolutionTile
{
    /// <summary>The panel's first input of the pixel from which the windows' pixels are counted.</summary>
    public float* Source;

    /// <summary>For each row of each tile, the pixel that its window starts from.</summary>
    public int* SourcePixels;

    /// <summary>The panel's first channel of the pixel from which destinations are counted.</summary>
    public float* Destination;

    /// <summary>For each row of each tile, the pixel that is written.</summary>
    public int* DestinationPixels;

    /// <summary>Tiles one after the other in the lists.</summary>
    public int Tiles;

    /// <summary>Floats of a source pixel.</summary>
    public int InputChannels;

    /// <summary>Floats of a destination pixel.</summary>
    public int OutputChannels;

    /// <summary>Packed weights of the panel: [run][float of the run][lane].</summary>
    public float* Weights;

    /// <summary>Biases of the panel, padded with zeros to its width.</summary>
    public float* Bias;

    /// <summary>Distance from a destination to its residual, in floats; meaningless when there is none.</summary>
    public long ResidualOffset;

    /// <summary>Distances of the window's contiguous runs from its start, in floats.</summary>
    public int* RunOffsets;

    /// <summary>Where each run's weights start within the panel, in rows of its width.</summary>
    public int* RunWeights;

    /// <summary>Contiguous runs of a window.</summary>
    public int Runs;

    /// <summary>Floats of a run.</summary>
    public int RunLength;

    /// <summary>Lanes of the panel's last vector that are channels, from 1 to its width.</summary>
    public int LastLanes;

    /// <summary>Whether a residual is added.</summary>
    public bool HasResidual;

    /// <summary>What results are brought into.</summary>
    public ActivationRange Range;
}
