namespace Ponder.Kernels;

/// <summary>All that a micro-kernel needs for a few rows of one panel.</summary>
internal unsafe struct ConvolutionTile
{
    /// <summary>Where each row's window starts.</summary>
    public fixed long Sources[ConvolutionMicroKernel.MaxRows];

    /// <summary>Where each row's results go.</summary>
    public fixed long Destinations[ConvolutionMicroKernel.MaxRows];

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

    /// <summary>What results are raised to: 0 for a ReLU, else minus infinity. NaN stays NaN.</summary>
    public float Floor;
}
