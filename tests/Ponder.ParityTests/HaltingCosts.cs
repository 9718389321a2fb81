using Ponder.Graph;

namespace Ponder.ParityTests;

/// <summary>What the samples of <see cref="HaltingImages"/> cost, counted from the masks by the authors' rule: a unit's first layer on the mask widened by one.</summary>
internal static class HaltingCosts
{
    public static IEnumerable<long> Of(GatedGraph graph, IGraphExecutor executor)
    {
        string[] masks = [.. new[] { "block1.unit1", "block1.unit2", "block1.unit3", "block2.unit1", "block2.unit2" }.Select(unit => $"{unit}.goes_on")];
        var found = executor.Run(HaltingImages.Feeds(), masks);
        for (int sample = 0; sample < HaltingImages.Count; sample++)
        {
            long macs = Everywhere(graph);
            for (int m = 0; m < masks.Length; m++)
            {
                bool isFirstBlock = m < 3, isLastUnit = m is 2 or 4;
                int side = isFirstBlock ? HaltingImages.Side : HaltingImages.Side / 2, channels = isFirstBlock ? 16 : 32;
                macs += OfUnit(found[masks[m]].Booleans.Slice(sample * side * side, side * side), side, channels, isLastUnit);
            }

            yield return macs;
        }
    }

    // Layers that no gate guards: the stem, each block's first unit, its score, and the answer.
    private static long Everywhere(GatedGraph graph)
    {
        const int Side = HaltingImages.Side;
        long first = (Side * Side * 9L * 3 * 16) + (2 * Side * Side * 9L * 16 * 16) + (Side * Side * 9L * 16) + 16;
        long second = (Side / 2 * (Side / 2) * 9L * 16 * 32) + (Side / 2 * (Side / 2) * 9L * 32 * 32) + (Side / 2 * (Side / 2) * 9L * 32) + 32;
        return first + second + graph.Tensor("y.weight").Shape.SampleLength;
    }

    private static long OfUnit(ReadOnlySpan<bool> mask, int side, int channels, bool isLast)
    {
        int active = 0, around = 0;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                active += mask[(y * side) + x] ? 1 : 0;
                around += IsNear(mask, side, y, x) ? 1 : 0;
            }
        }

        long score = isLast || active == 0 ? 0 : (active * 9L * channels) + channels;
        return ((active + around) * 9L * channels * channels) + score;
    }

    private static bool IsNear(ReadOnlySpan<bool> mask, int side, int y, int x)
    {
        for (int row = Math.Max(0, y - 1); row <= Math.Min(side - 1, y + 1); row++)
        {
            for (int column = Math.Max(0, x - 1); column <= Math.Min(side - 1, x + 1); column++)
            {
                if (mask[(row * side) + column])
                    return true;
            }
        }

        return false;
    }
}
