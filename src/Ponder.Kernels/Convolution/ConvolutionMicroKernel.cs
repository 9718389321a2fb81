using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>Rows x vectors of outputs at once, with every sum in a register of its own.</summary>
/// <remarks>
/// Lane layout: lane l of vector v is output channel FirstChannel + v * Width + l of the panel. Each step broadcasts one
/// input per row against the vectors of one packed weight row, so a sum runs over the window in order whatever the
/// tile: bit-identical for any row count and width, and equal to the scalar twin, which is this code with one lane.
/// Row and vector counts are types: the JIT drops the branches and the accumulators that a tile does not have.
/// </remarks>
internal static unsafe class ConvolutionMicroKernel
{
    /// <summary>Rows of the tallest tile; more would not leave each a pointer in a register.</summary>
    public const int MaxRows = 8;

    /// <summary>Rows of the tallest tile of a panel: its sums must fit into 32 registers of AVX-512, else into 16.</summary>
    public static int MaxRowsOf(int lanes, int vectors) => vectors <= (lanes == 16 ? 2 : 1) ? MaxRows : 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TVector, TLanes, TRows, TVectors>(ConvolutionTile* tile)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TRows : ICount
        where TVectors : ICount
    {
        int length = tile->RunLength;
        int runs = tile->Runs;
        long channels = tile->InputChannels;
        int* from = tile->SourcePixels, to = tile->DestinationPixels;
        for (int* end = from + (tile->Tiles * TRows.Value); from < end; from += TRows.Value, to += TRows.Value)
        {
            var b0 = TVectors.Value > 0 ? TLanes.Load(tile->Bias + (0 * TLanes.Width)) : default;
            var b1 = TVectors.Value > 1 ? TLanes.Load(tile->Bias + (1 * TLanes.Width)) : default;
            var b2 = TVectors.Value > 2 ? TLanes.Load(tile->Bias + (2 * TLanes.Width)) : default;
            var b3 = TVectors.Value > 3 ? TLanes.Load(tile->Bias + (3 * TLanes.Width)) : default;
            TVector a00 = b0, a01 = b1, a02 = b2, a03 = b3,
                a10 = b0, a11 = b1, a12 = b2, a13 = b3,
                a20 = b0, a21 = b1, a22 = b2, a23 = b3,
                a30 = b0, a31 = b1, a32 = b2, a33 = b3,
                a40 = b0, a41 = b1, a42 = b2, a43 = b3,
                a50 = b0, a51 = b1, a52 = b2, a53 = b3,
                a60 = b0, a61 = b1, a62 = b2, a63 = b3,
                a70 = b0, a71 = b1, a72 = b2, a73 = b3;
            float* source = tile->Source; // the rows' pointers stay, the place within the window moves: runs are short where channels are few
            float* s0 = source + ((long)from[0] * channels);
            float* s1 = source + ((long)from[TRows.Value > 1 ? 1 : 0] * channels);
            float* s2 = source + ((long)from[TRows.Value > 2 ? 2 : 0] * channels);
            float* s3 = source + ((long)from[TRows.Value > 3 ? 3 : 0] * channels);
            float* s4 = source + ((long)from[TRows.Value > 4 ? 4 : 0] * channels);
            float* s5 = source + ((long)from[TRows.Value > 5 ? 5 : 0] * channels);
            float* s6 = source + ((long)from[TRows.Value > 6 ? 6 : 0] * channels);
            float* s7 = source + ((long)from[TRows.Value > 7 ? 7 : 0] * channels);
            for (int run = 0; run < runs; run++)
            {
                float* weights = tile->Weights + (tile->RunWeights[run] * TVectors.Value * TLanes.Width);
                long i = tile->RunOffsets[run];
                for (long last = i + length; i < last; i++)
                {
                    var w0 = TVectors.Value > 0 ? TLanes.Load(weights + (0 * TLanes.Width)) : default;
                    var w1 = TVectors.Value > 1 ? TLanes.Load(weights + (1 * TLanes.Width)) : default;
                    var w2 = TVectors.Value > 2 ? TLanes.Load(weights + (2 * TLanes.Width)) : default;
                    var w3 = TVectors.Value > 3 ? TLanes.Load(weights + (3 * TLanes.Width)) : default;
                    var x0 = TLanes.Broadcast(s0[i]);
                    a00 = TLanes.MultiplyAdd(x0, w0, a00);
                    if (TVectors.Value > 1)
                        a01 = TLanes.MultiplyAdd(x0, w1, a01);
                    if (TVectors.Value > 2)
                        a02 = TLanes.MultiplyAdd(x0, w2, a02);
                    if (TVectors.Value > 3)
                        a03 = TLanes.MultiplyAdd(x0, w3, a03);

                    if (TRows.Value > 1)
                    {
                        var x1 = TLanes.Broadcast(s1[i]);
                        a10 = TLanes.MultiplyAdd(x1, w0, a10);
                        if (TVectors.Value > 1)
                            a11 = TLanes.MultiplyAdd(x1, w1, a11);
                        if (TVectors.Value > 2)
                            a12 = TLanes.MultiplyAdd(x1, w2, a12);
                        if (TVectors.Value > 3)
                            a13 = TLanes.MultiplyAdd(x1, w3, a13);
                    }

                    if (TRows.Value > 2)
                    {
                        var x2 = TLanes.Broadcast(s2[i]);
                        a20 = TLanes.MultiplyAdd(x2, w0, a20);
                        if (TVectors.Value > 1)
                            a21 = TLanes.MultiplyAdd(x2, w1, a21);
                        if (TVectors.Value > 2)
                            a22 = TLanes.MultiplyAdd(x2, w2, a22);
                        if (TVectors.Value > 3)
                            a23 = TLanes.MultiplyAdd(x2, w3, a23);
                    }

                    if (TRows.Value > 3)
                    {
                        var x3 = TLanes.Broadcast(s3[i]);
                        a30 = TLanes.MultiplyAdd(x3, w0, a30);
                        if (TVectors.Value > 1)
                            a31 = TLanes.MultiplyAdd(x3, w1, a31);
                        if (TVectors.Value > 2)
                            a32 = TLanes.MultiplyAdd(x3, w2, a32);
                        if (TVectors.Value > 3)
                            a33 = TLanes.MultiplyAdd(x3, w3, a33);
                    }

                    if (TRows.Value > 4)
                    {
                        var x4 = TLanes.Broadcast(s4[i]);
                        a40 = TLanes.MultiplyAdd(x4, w0, a40);
                        if (TVectors.Value > 1)
                            a41 = TLanes.MultiplyAdd(x4, w1, a41);
                        if (TVectors.Value > 2)
                            a42 = TLanes.MultiplyAdd(x4, w2, a42);
                        if (TVectors.Value > 3)
                            a43 = TLanes.MultiplyAdd(x4, w3, a43);
                    }

                    if (TRows.Value > 5)
                    {
                        var x5 = TLanes.Broadcast(s5[i]);
                        a50 = TLanes.MultiplyAdd(x5, w0, a50);
                        if (TVectors.Value > 1)
                            a51 = TLanes.MultiplyAdd(x5, w1, a51);
                        if (TVectors.Value > 2)
                            a52 = TLanes.MultiplyAdd(x5, w2, a52);
                        if (TVectors.Value > 3)
                            a53 = TLanes.MultiplyAdd(x5, w3, a53);
                    }

                    if (TRows.Value > 6)
                    {
                        var x6 = TLanes.Broadcast(s6[i]);
                        a60 = TLanes.MultiplyAdd(x6, w0, a60);
                        if (TVectors.Value > 1)
                            a61 = TLanes.MultiplyAdd(x6, w1, a61);
                        if (TVectors.Value > 2)
                            a62 = TLanes.MultiplyAdd(x6, w2, a62);
                        if (TVectors.Value > 3)
                            a63 = TLanes.MultiplyAdd(x6, w3, a63);
                    }

                    if (TRows.Value > 7)
                    {
                        var x7 = TLanes.Broadcast(s7[i]);
                        a70 = TLanes.MultiplyAdd(x7, w0, a70);
                        if (TVectors.Value > 1)
                            a71 = TLanes.MultiplyAdd(x7, w1, a71);
                        if (TVectors.Value > 2)
                            a72 = TLanes.MultiplyAdd(x7, w2, a72);
                        if (TVectors.Value > 3)
                            a73 = TLanes.MultiplyAdd(x7, w3, a73);
                    }

                    weights += TVectors.Value * TLanes.Width;
                }
            }

            Finish<TVector, TLanes, TVectors>(tile, to[0], a00, a01, a02, a03);
            if (TRows.Value > 1)
                Finish<TVector, TLanes, TVectors>(tile, to[1], a10, a11, a12, a13);
            if (TRows.Value > 2)
                Finish<TVector, TLanes, TVectors>(tile, to[2], a20, a21, a22, a23);
            if (TRows.Value > 3)
                Finish<TVector, TLanes, TVectors>(tile, to[3], a30, a31, a32, a33);
            if (TRows.Value > 4)
                Finish<TVector, TLanes, TVectors>(tile, to[4], a40, a41, a42, a43);
            if (TRows.Value > 5)
                Finish<TVector, TLanes, TVectors>(tile, to[5], a50, a51, a52, a53);
            if (TRows.Value > 6)
                Finish<TVector, TLanes, TVectors>(tile, to[6], a60, a61, a62, a63);
            if (TRows.Value > 7)
                Finish<TVector, TLanes, TVectors>(tile, to[7], a70, a71, a72, a73);
        }
    }

    // Few branches: what a tile costs beside its sums weighs on narrow layers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TVector, TLanes, TVectors>(
        ConvolutionTile* tile, int pixel, TVector v0, TVector v1, TVector v2, TVector v3)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TVectors : ICount
    {
        float* destination = tile->Destination + ((long)pixel * tile->OutputChannels);
        if (tile->HasResidual)
        {
            float* residual = destination + tile->ResidualOffset; // the last vector reads into the slack at most
            v0 = TLanes.Add(v0, TLanes.Load(residual));
            if (TVectors.Value > 1)
                v1 = TLanes.Add(v1, TLanes.Load(residual + TLanes.Width));
            if (TVectors.Value > 2)
                v2 = TLanes.Add(v2, TLanes.Load(residual + (2 * TLanes.Width)));
            if (TVectors.Value > 3)
                v3 = TLanes.Add(v3, TLanes.Load(residual + (3 * TLanes.Width)));
        }

        TVector least = TLanes.Broadcast(tile->Range.Least), most = TLanes.Broadcast(tile->Range.Most);
        Store<TVector, TLanes>(tile, destination, TLanes.MinNative(most, TLanes.MaxNative(least, v0)), isLast: TVectors.Value == 1);
        if (TVectors.Value > 1)
            Store<TVector, TLanes>(tile, destination + TLanes.Width, TLanes.MinNative(most, TLanes.MaxNative(least, v1)), isLast: TVectors.Value == 2);
        if (TVectors.Value > 2)
            Store<TVector, TLanes>(tile, destination + (2 * TLanes.Width), TLanes.MinNative(most, TLanes.MaxNative(least, v2)), isLast: TVectors.Value == 3);
        if (TVectors.Value > 3)
            Store<TVector, TLanes>(tile, destination + (3 * TLanes.Width), TLanes.MinNative(most, TLanes.MaxNative(least, v3)), isLast: TVectors.Value == 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVector, TLanes>(ConvolutionTile* tile, float* destination, TVector value, bool isLast)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        if (!isLast || tile->LastLanes == TLanes.Width)
            TLanes.Store(destination, value);
        else
            TLanes.StorePartial(destination, value, tile->LastLanes);
    }
}
