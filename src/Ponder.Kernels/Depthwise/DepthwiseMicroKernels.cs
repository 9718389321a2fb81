using System.Runtime.Intrinsics;
using static Ponder.Kernels.Counts;

namespace Ponder.Kernels;

/// <summary>Chooses the compiled micro-kernels of a panel, one for each number of rows and one for the usual window.</summary>
internal static unsafe class DepthwiseMicroKernels
{
    /// <summary>Entry 0 computes any number of rows under whole windows of three by three, entry r tiles of r rows under any window.</summary>
    public static delegate*<DepthwiseTile*, void>[] For(int lanes) => lanes switch
    {
        16 => Rows<Vector512<float>, Lanes512>(),
        8 => Rows<Vector256<float>, Lanes256>(),
        4 => Rows<Vector128<float>, Lanes128>(),
        _ => Rows<float, ScalarLanes>(),
    };

    private static delegate*<DepthwiseTile*, void>[] Rows<TVector, TLanes>()
        where TVector : unmanaged
        where TLanes : ILanes<TVector> =>
    [
        &DepthwiseMicroKernel3x3.Run<TVector, TLanes>,
        &DepthwiseMicroKernel.Run<TVector, TLanes, One>,
        &DepthwiseMicroKernel.Run<TVector, TLanes, Two>,
        &DepthwiseMicroKernel.Run<TVector, TLanes, Three>,
        &DepthwiseMicroKernel.Run<TVector, TLanes, Four>,
    ];
}
