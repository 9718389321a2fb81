using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>One vector of channels of several rows at once, with every sum in a register of its own.</summary>
/// <remarks>
/// Lane layout: lane l is channel FirstChannel + l of the panel. Each place of the window loads its weights once for all rows
/// of the tile, so loads hardly outnumber sums. A sum runs over the window in order whatever the tile: bit-identical for any
/// row count and width, and equal to the scalar twin, which is this code with one lane.
/// </remarks>
internal static unsafe class DepthwiseMicroKernel
{
    /// <summary>Rows of the tallest tile; more would not leave each a pointer in a register.</summary>
    public const int MaxRows = 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes, TRows>(DepthwiseTile* tile)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TRows : ICount
    {
        int places = tile->Places;
        long channels = tile->Channels;
        int* offsets = tile->SourceOffsets, weightOffsets = tile->WeightOffsets;
        float* source = tile->Source, weights = tile->Weights;
        int* from = tile->SourcePixels, to = tile->DestinationPixels;
        for (int* end = from + (tile->Rows); from < end; from += TRows.Value, to += TRows.Value)
        {
            var bias = TLanes.Load(tile->Bias);
            TVector a0 = bias, a1 = bias, a2 = bias, a3 = bias;
            float* s0 = source + (from[0] * channels);
            float* s1 = source + (from[TRows.Value > 1 ? 1 : 0] * channels);
            float* s2 = source + (from[TRows.Value > 2 ? 2 : 0] * channels);
            float* s3 = source + (from[TRows.Value > 3 ? 3 : 0] * channels);
            for (int place = 0; place < places; place++)
            {
                long offset = offsets[place];
                var w = TLanes.Load(weights + weightOffsets[place]);
                a0 = TLanes.MultiplyAdd(TLanes.Load(s0 + offset), w, a0);
                if (TRows.Value > 1)
                    a1 = TLanes.MultiplyAdd(TLanes.Load(s1 + offset), w, a1);
                if (TRows.Value > 2)
                    a2 = TLanes.MultiplyAdd(TLanes.Load(s2 + offset), w, a2);
                if (TRows.Value > 3)
                    a3 = TLanes.MultiplyAdd(TLanes.Load(s3 + offset), w, a3);
            }

            Finish<TVector, TLanes>(tile, to[0], a0);
            if (TRows.Value > 1)
                Finish<TVector, TLanes>(tile, to[1], a1);
            if (TRows.Value > 2)
                Finish<TVector, TLanes>(tile, to[2], a2);
            if (TRows.Value > 3)
                Finish<TVector, TLanes>(tile, to[3], a3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TVector, TLanes>(DepthwiseTile* tile, int pixel, TVector sum)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        float* destination = tile->Destination + ((long)pixel * tile->Channels);
        if (tile->HasResidual)
            sum = TLanes.Add(sum, TLanes.Load(destination + tile->ResidualOffset)); // reads into the slack at most
        sum = TLanes.MaxNative(TLanes.Broadcast(tile->Range.Least), sum);
        sum = TLanes.MinNative(TLanes.Broadcast(tile->Range.Most), sum);
        if (tile->LiveLanes == TLanes.Width)
            TLanes.Store(destination, sum);
        else
            TLanes.StorePartial(destination, sum, tile->LiveLanes);
    }
}
