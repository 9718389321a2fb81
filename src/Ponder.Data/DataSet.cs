using Ponder.Data.Pictures;
using Ponder.Plans;

namespace Ponder.Data;

/// <summary>A data set with its fixed splits.</summary>
/// <param name="Role">Its name and splits, as they go into the plan.</param>
/// <param name="Labels">Class names by class index.</param>
/// <param name="Preprocessing">What models here are trained with by default.</param>
/// <param name="Files">Images by the splits' file names, e.g. <c>train</c> and <c>test</c>.</param>
public sealed record DataSet(
    DataRole Role, IReadOnlyList<string> Labels, Preprocessing Preprocessing, IReadOnlyDictionary<string, IImageSet> Files)
{
    /// <summary>The same data with other ranges under some splits' names.</summary>
    /// <param name="ranges">By a split's name: a split of this data set, or <c>name[a:b]</c> for a part of it.</param>
    /// <exception cref="DataNotFoundException">There is no such split or part.</exception>
    public DataSet WithSplits(IReadOnlyDictionary<string, string> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var splits = Role.Splits.ToDictionary();
        foreach (var (name, range) in ranges)
            splits[name] = Find(range);
        return this with { Role = Role with { Splits = splits } };
    }

    /// <summary>Opens a split.</summary>
    /// <param name="split">A split's name, or <c>name[a:b]</c> for a part of it by index.</param>
    /// <param name="preprocessing">A model's own; null for the data set's.</param>
    /// <exception cref="DataNotFoundException">There is no such split or part.</exception>
    /// <exception cref="DataFormatException">More than one picture in twenty is damaged; fewer are left out.</exception>
    public SplitSource Open(string split, Preprocessing? preprocessing = null)
    {
        var role = Find(split);
        string name = $"{Role.Name} {split}";
        if (Files[role.File] is not PictureSet pictures)
            return new SplitSource(Files[role.File], name, role.Start, role.EndExclusive, preprocessing ?? Preprocessing);
        var whole = pictures.Whole(role.Start, role.EndExclusive);
        return new SplitSource(whole, name, 0, whole.Count, preprocessing ?? Preprocessing);
    }

    private SplitRole Find(string split)
    {
        var range = SplitRange.Parse(split);
        if (!Role.Splits.TryGetValue(range.Name, out var role))
            throw new DataNotFoundException($"split '{range.Name}': expected one of {string.Join(", ", Role.Splits.Keys)} of {Role.Name}");
        if (role.Start == role.EndExclusive)
            throw new DataNotFoundException($"split '{range.Name}': expected samples, got none in {Role.Name}");
        int start = role.Start + (range.Start ?? 0);
        int end = range.EndExclusive is { } stop ? role.Start + stop : role.EndExclusive;
        return start >= role.Start && end <= role.EndExclusive && start < end
            ? new SplitRole(role.File, start, end)
            : throw new DataNotFoundException($"split '{split}': expected a range within [0:{role.EndExclusive - role.Start}]");
    }
}
