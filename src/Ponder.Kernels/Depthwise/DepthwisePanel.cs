namespace Ponder.Kernels;

/// <summary>Channels that one vector holds.</summary>
/// <param name="FirstChannel">First channel.</param>
/// <param name="Channels">Channels that exist; lanes behind them are computed and dropped.</param>
/// <param name="Lanes">Lanes of the vector.</param>
internal readonly record struct DepthwisePanel(int FirstChannel, int Channels, int Lanes)
{
    /// <summary>Cuts channels into vectors: the widest while they last, then the narrowest that holds the rest.</summary>
    public static DepthwisePanel[] Cut(int channels, InstructionSet instructionSet)
    {
        int widest = instructionSet switch
        {
            InstructionSet.Vector512 => 16,
            InstructionSet.Vector256 => 8,
            InstructionSet.Vector128 => 4,
            _ => 1,
        };
        var panels = new List<DepthwisePanel>();
        for (int first = 0; first < channels;)
        {
            int rest = channels - first, lanes = widest;
            while (lanes > 4 && rest <= lanes / 2)
                lanes /= 2;
            panels.Add(new DepthwisePanel(first, Math.Min(rest, lanes), lanes));
            first += lanes;
        }

        return [.. panels];
    }
}
