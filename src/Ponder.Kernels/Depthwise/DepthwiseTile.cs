namespace Ponder.Kernels;

/// <summary>All that a micro-kernel needs for tiles of equal height of one panel.</summary>
internal unsafe struct DepthwiseTile
{
    /// <summary>The panel's first channel of the pixel from which the windows' pixels are counted.</summary>
    public float* Source;

    /// <summary>For each row of each tile, the pixel that its window starts from.</summary>
    public int* SourcePixels;

    /// <summary>The panel's first channel of the pixel from which destinations are counted.</summary>
    public float* Destination;

    /// <summary>For each row of each tile, the pixel that is written.</summary>
    public int* DestinationPixels;

    /// <summary>Rows in the lists: whole tiles.</summary>
    public int Rows;

    /// <summary>Floats of a pixel.</summary>
    public int Channels;

    /// <summary>The panel's first weight of the window's first place; a place has as many floats as the padded channels.</summary>
    public float* Weights;

    /// <summary>The panel's biases, padded with zeros to whole vectors.</summary>
    public float* Bias;

    /// <summary>Places of the window that are summed.</summary>
    public int Places;

    /// <summary>Distances of the places' pixels from the window's start, in floats.</summary>
    public int* SourceOffsets;

    /// <summary>Distances of the places' weights from the first, in floats.</summary>
    public int* WeightOffsets;

    /// <summary>Distance from a destination to its residual, in floats; meaningless when there is none.</summary>
    public long ResidualOffset;

    /// <summary>Lanes that are channels, from 1 to the vector's width.</summary>
    public int LiveLanes;

    /// <summary>Whether a residual is added.</summary>
    public bool HasResidual;

    /// <summary>What results are brought into.</summary>
    public ActivationRange Range;
}
