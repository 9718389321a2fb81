namespace Ponder.Kernels;

/// <summary>Neighbouring output channels that a micro-kernel computes together, padded to whole vectors.</summary>
/// <param name="FirstInput">First input channel that is read.</param>
/// <param name="FirstChannel">First output channel.</param>
/// <param name="Channels">Output channels that exist; lanes behind them are computed and dropped.</param>
/// <param name="Lanes">Lanes of one vector.</param>
/// <param name="Vectors">Vectors side by side, 1 to 4.</param>
/// <param name="WeightOffset">Where the panel starts in the packed weights, in floats.</param>
/// <param name="BiasOffset">Where the panel starts in the padded biases, in floats.</param>
internal readonly record struct ConvolutionPanel(
    int FirstInput, int FirstChannel, int Channels, int Lanes, int Vectors, int WeightOffset, int BiasOffset)
{
    public int Width => Lanes * Vectors;

    /// <summary>Lanes of the last vector that are channels.</summary>
    public int LastLanes => Channels - ((Vectors - 1) * Lanes);

    /// <summary>Cuts output channels into panels that waste few lanes: four vectors while they last, then the narrowest that holds the rest.</summary>
    public static ConvolutionPanel[] Cut(ConvolutionShape shape, InstructionSet instructionSet)
    {
        int inputs = shape.InputChannels / shape.Groups, outputs = shape.OutputChannels / shape.Groups;
        int windowLength = inputs * shape.KernelHeight * shape.KernelWidth;
        var panels = new List<ConvolutionPanel>();
        int width = 0;
        for (int group = 0; group < shape.Groups; group++)
        {
            int end = (group + 1) * outputs;
            for (int first = group * outputs; first < end;)
            {
                var (lanes, vectors) = Fit(end - first, instructionSet);
                int live = Math.Min(end - first, lanes * vectors);
                panels.Add(new ConvolutionPanel(group * inputs, first, live, lanes, vectors, windowLength * width, width));
                width += lanes * vectors;
                first += live;
            }
        }

        return [.. panels];
    }

    private static (int Lanes, int Vectors) Fit(int channels, InstructionSet instructionSet)
    {
        int widest = instructionSet switch
        {
            InstructionSet.Vector512 => 16,
            InstructionSet.Vector256 => 8,
            InstructionSet.Vector128 => 4,
            _ => 1,
        };
        int most = widest == 16 ? 4 : 2; // accumulators of six rows must fit into the registers: 32 or 16
        int lanes = widest;
        while (lanes > 4 && channels <= lanes / 2)
            lanes /= 2;
        int vectors = lanes < widest ? 1 : Math.Clamp(channels / lanes, 1, most);
        if (lanes < 16)
            return (lanes, vectors);
        // One vector of 16 lanes needs as many loads as sums, and such loads come one at a time where vectors are halved: there two of 8 run faster.
        if (InstructionSets.HalvesVector512)
            return vectors == 1 ? (8, 2) : (lanes, vectors);
        // A few channels in a panel of their own cost as many loads as a whole vector: they are cheaper as one vector more beside the others.
        return (lanes, channels % lanes > 0 && channels > lanes && vectors < most ? vectors + 1 : vectors);
    }
}
