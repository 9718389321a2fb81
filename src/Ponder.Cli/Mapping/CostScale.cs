using Ponder.Halting;

namespace Ponder.Cli.Mapping;

/// <summary>The range of a ponder cost: the same for every image, so that pictures can be compared.</summary>
/// <param name="Least">One unit of each block.</param>
/// <param name="Most">All units of each block, and a remainder of 1 where units halt.</param>
internal readonly record struct CostScale(double Least, double Most)
{
    private const int MostTicks = 7;

    /// <summary>The range of some blocks together.</summary>
    public static CostScale Of(HaltingKind kind, params IReadOnlyList<HaltingBlockRole> blocks) => new(blocks.Count, blocks.Sum(block => MostOf(kind, block.Units)));

    /// <summary>The dearest that a block can be: masks have no remainder.</summary>
    public static int MostOf(HaltingKind kind, int units) => kind == HaltingKind.Mask ? units : units + 1;

    /// <summary>Where a cost lies, 0 to 1.</summary>
    public double Fraction(double cost) => (cost - Least) / (Most - Least);

    /// <summary>Whole costs for a scale's marks.</summary>
    public IEnumerable<int> Ticks()
    {
        int first = (int)Least, last = (int)Most, step = (last - first + MostTicks - 2) / (MostTicks - 1);
        for (int tick = first; tick <= last; tick += step)
            yield return tick;
    }
}
