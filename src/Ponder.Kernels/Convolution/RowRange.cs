using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ponder.Kernels;

/// <summary>The smallest and the largest pixel of a row list, so that one check guards a whole list.</summary>
internal static class RowRange
{
    // Compiled for good at once: loops that wait for the runtime's tiers run at half the speed for seconds.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int First, int Last) Of(ReadOnlySpan<int> pixels)
    {
        int first = pixels[0], last = pixels[0];
        if (pixels.Length >= Vector<int>.Count)
        {
            var vectors = MemoryMarshal.Cast<int, Vector<int>>(pixels);
            Vector<int> least = vectors[0], most = vectors[0];
            foreach (var vector in vectors)
                (least, most) = (Vector.Min(least, vector), Vector.Max(most, vector));
            for (int lane = 0; lane < Vector<int>.Count; lane++)
                (first, last) = (Math.Min(first, least[lane]), Math.Max(last, most[lane]));
            pixels = pixels[(vectors.Length * Vector<int>.Count)..];
        }

        foreach (int pixel in pixels)
            (first, last) = (Math.Min(first, pixel), Math.Max(last, pixel));
        return (first, last);
    }
}
