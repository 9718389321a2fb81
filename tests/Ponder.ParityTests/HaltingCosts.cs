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
            long macs = Everywhere(graph) + Decision(0) + Decision(3);
            for (int m = 0; m < masks.Length; m++)
                macs += OfUnit(found[masks[m]].Booleans, sample, m, isLast: m is 2 or 4);
            yield return macs;
        }
    }

    /// <summary>The same where every unit but a block's first has a mask of its own, decided at all positions.</summary>
    public static IEnumerable<long> OfMasks(GatedGraph graph, IGraphExecutor executor, int count)
    {
        string[] masks = [.. new[] { "block1.unit2", "block1.unit3", "block1.unit4", "block2.unit2", "block2.unit3" }.Select(unit => $"{unit}.runs")];
        var found = executor.Run(HaltingImages.Feeds(count), masks);
        for (int sample = 0; sample < count; sample++)
            yield return Everywhere(graph) + masks.Select((mask, m) => Decision(m) + OfUnit(found[mask].Booleans, sample, m, isLast: true)).Sum();
    }

    // Three masks belong to the first block, two to the second.
    private static (int Side, int Channels) SizeOf(int mask) => mask < 3 ? (HaltingImages.Side, 16) : (HaltingImages.Side / 2, 32);

    // What decides at all positions, and for the image.
    private static long Decision(int mask)
    {
        var (side, channels) = SizeOf(mask);
        return (side * side * 9L * channels) + channels;
    }

    // Layers that no gate guards: the stem, each block's first unit, and the answer.
    private static long Everywhere(GatedGraph graph)
    {
        const int Side = HaltingImages.Side;
        long first = (Side * Side * 9L * 3 * 16) + (2 * Side * Side * 9L * 16 * 16);
        long second = (Side / 2 * (Side / 2) * 9L * 16 * 32) + (Side / 2 * (Side / 2) * 9L * 32 * 32);
        return first + second + graph.Tensor("y.weight").Shape.SampleLength;
    }

    private static long OfUnit(ReadOnlySpan<bool> masks, int sample, int index, bool isLast)
    {
        var (side, channels) = SizeOf(index);
        var mask = masks.Slice(sample * side * side, side * side);
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
