using System.Runtime.CompilerServices;

namespace Ponder.Kernels;

/// <summary>exp(x) in any number of lanes, bit-identical in all.</summary>
/// <remarks>
/// x = n ln 2 + r with n whole and |r| at most ln 2 / 2; exp(r) by its series to the seventh power, whose rest is below 6e-9.
/// Arguments beyond +-87 count as +-87; NaN stays NaN.
/// </remarks>
internal static class Exponential
{
    private const float Largest = 87;
    private const float LogOfTwoHigh = 0.693359375f; // nine bits, so that n times it is exact
    private const float LogOfTwoLow = -2.12194440e-4f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TVector, TLanes>(TVector value)
        where TVector : unmanaged
        where TLanes : ILanes<TVector>
    {
        value = TLanes.MinNative(TLanes.Broadcast(Largest), TLanes.MaxNative(TLanes.Broadcast(-Largest), value));
        var n = TLanes.Round(TLanes.Multiply(value, TLanes.Broadcast(1.44269504f)));
        var r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-LogOfTwoHigh), value);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-LogOfTwoLow), r);
        var sum = TLanes.Broadcast(1f / 5040);
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 720));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 120));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 24));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1f / 6));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(0.5f));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1));
        sum = TLanes.MultiplyAdd(sum, r, TLanes.Broadcast(1));
        return TLanes.Multiply(sum, TLanes.PowerOfTwo(n));
    }
}
