using System.Runtime.Intrinsics;
using static Ponder.Kernels.Counts;

namespace Ponder.Kernels;

/// <summary>Chooses the compiled micro-kernels of a panel, one for each number of rows.</summary>
internal static unsafe class ConvolutionMicroKernels
{
    /// <summary>Entry r - 1 computes r rows.</summary>
    public static delegate*<ConvolutionTile*, void>[] For(int lanes, int vectors) => (lanes, vectors) switch
    {
        (16, 1) => Rows<Vector512<float>, Lanes512, One>(),
        (16, 2) => Rows<Vector512<float>, Lanes512, Two>(),
        (16, 3) => Rows<Vector512<float>, Lanes512, Three>(),
        (16, 4) => Rows<Vector512<float>, Lanes512, Four>(),
        (8, 1) => Rows<Vector256<float>, Lanes256, One>(),
        (8, 2) => Rows<Vector256<float>, Lanes256, Two>(),
        (4, 1) => Rows<Vector128<float>, Lanes128, One>(),
        (4, 2) => Rows<Vector128<float>, Lanes128, Two>(),
        (1, 1) => Rows<float, ScalarLanes, One>(),
        (1, 2) => Rows<float, ScalarLanes, Two>(),
        _ => throw new ArgumentOutOfRangeException(nameof(vectors), $"no micro-kernel of {vectors} vectors of {lanes} lanes"),
    };

    private static delegate*<ConvolutionTile*, void>[] Rows<TVector, TLanes, TVectors>()
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
        where TVectors : ICount =>
    [
        &ConvolutionMicroKernel.Run<TVector, TLanes, One, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Two, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Three, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Four, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Five, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Six, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Seven, TVectors>,
        &ConvolutionMicroKernel.Run<TVector, TLanes, Eight, TVectors>,
    ];
}
