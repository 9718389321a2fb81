using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>One vector of channels under whole windows of three by three, whose weights stay in registers.</summary>
/// <remarks>
/// Lanes and order of sums are those of <see cref="DepthwiseMicroKernel"/>, so the results are too, bit by bit. Rows follow one
/// another: their sums do not depend on each other, and the CPU overlaps them.
/// </remarks>
internal static unsafe class DepthwiseMicroKernel3x3
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes>(DepthwiseTile* tile)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        float* weights = tile->Weights;
        int* at = tile->WeightOffsets;
        TVector w0 = TLanes.Load(weights), w1 = TLanes.Load(weights + at[1]), w2 = TLanes.Load(weights + at[2]),
            w3 = TLanes.Load(weights + at[3]), w4 = TLanes.Load(weights + at[4]), w5 = TLanes.Load(weights + at[5]),
            w6 = TLanes.Load(weights + at[6]), w7 = TLanes.Load(weights + at[7]), w8 = TLanes.Load(weights + at[8]);
        TVector least = TLanes.Broadcast(tile->Range.Least), most = TLanes.Broadcast(tile->Range.Most);
        long channels = tile->Channels, column = tile->SourceOffsets[1], row = tile->SourceOffsets[3];
        float* source = tile->Source, bias = tile->Bias;
        bool isWhole = tile->LiveLanes == TLanes.Width, hasResidual = tile->HasResidual;
        int* to = tile->DestinationPixels;
        for (int* from = tile->SourcePixels, end = from + tile->Rows; from < end; from++, to++)
        {
            float* s = source + (*from * channels);
            var sum = TLanes.MultiplyAdd(TLanes.Load(s), w0, TLanes.Load(bias));
            sum = TLanes.MultiplyAdd(TLanes.Load(s + column), w1, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(s + (2 * column)), w2, sum);
            s += row;
            sum = TLanes.MultiplyAdd(TLanes.Load(s), w3, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(s + column), w4, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(s + (2 * column)), w5, sum);
            s += row;
            sum = TLanes.MultiplyAdd(TLanes.Load(s), w6, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(s + column), w7, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(s + (2 * column)), w8, sum);
            float* destination = tile->Destination + (*to * channels);
            if (hasResidual)
                sum = TLanes.Add(sum, TLanes.Load(destination + tile->ResidualOffset)); // reads into the slack at most
            sum = TLanes.MinNative(most, TLanes.MaxNative(least, sum));
            if (isWhole)
                TLanes.Store(destination, sum);
            else
                TLanes.StorePartial(destination, sum, tile->LiveLanes);
        }
    }
}
