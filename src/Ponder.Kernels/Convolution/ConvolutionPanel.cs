namespace Ponder.Kernels;

/// <summary>Neighbouring output channels that a micro-kernel computes together, padded to whole vectors.</summary>
/// <param name="FirstChannel">First output channel.</param>
/// <param name="Channels">Output channels that exist; lanes behind them are computed and dropped.</param>
/// <param name="Lanes">Lanes of one vector.</param>
/// <param name="Vectors">Vectors side by side, 1 to 4.</param>
/// <param name="WeightOffset">Where the panel starts in the packed weights, in floats.</param>
/// <param name="BiasOffset">Where the panel starts in the padded biases, in floats.</param>
internal readonly record struct ConvolutionPanel(int FirstChannel, int Channels, int Lanes, int Vectors, int WeightOffset, int BiasOffset)
{
    public int Width => Lanes * Vectors;

    /// <summary>Lanes of the last vector that are channels.</summary>
    public int LastLanes => Channels - ((Vectors - 1) * Lanes);

    /// <summary>Cuts output channels into panels that waste few lanes: four vectors while they last, then the narrowest that holds the rest.</summary>
    public static ConvolutionPanel[] Cut(int channels, int windowLength, InstructionSet instructionSet)
    {
        int widest = instructionSet switch
        {
            InstructionSet.Vector512 => 16,
            InstructionSet.Vector256 => 8,
            InstructionSet.Vector128 => 4,
            _ => 1,
        };
        int most = widest == 16 ? 4 : 2; // accumulators of six rows must fit into the registers: 32 or 16
        var panels = new List<ConvolutionPanel>();
        int width = 0;
        for (int first = 0; first < channels;)
        {
            int rest = channels - first;
            int lanes = widest;
            while (lanes > 4 && rest <= lanes / 2)
                lanes /= 2;
            int vectors = lanes < widest ? 1 : Math.Clamp(rest / lanes, 1, most);
            // One vector of 16 lanes needs as many loads as sums and 512-bit loads come one at a time: two of 8 run faster.
            if (lanes == 16 && vectors == 1)
                (lanes, vectors) = (8, 2);
            int live = Math.Min(rest, lanes * vectors);
            panels.Add(new ConvolutionPanel(first, live, lanes, vectors, windowLength * width, width));
            width += lanes * vectors;
            first += live;
        }

        return [.. panels];
    }
}
