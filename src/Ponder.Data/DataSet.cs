using Ponder.Plans;

namespace Ponder.Data;

/// <summary>A data set with its fixed splits.</summary>
/// <param name="Role">Its name and splits, as they go into the plan.</param>
/// <param name="Labels">Class names by class index.</param>
/// <param name="Preprocessing">What models here are trained with by default.</param>
/// <param name="Files">Images by the splits' file names: <c>train</c> and <c>test</c>.</param>
public sealed record DataSet(
    DataRole Role, IReadOnlyList<string> Labels, Preprocessing Preprocessing, IReadOnlyDictionary<string, ImageSet> Files)
{
    /// <summary>Opens a split.</summary>
    /// <param name="split">A split's name, or <c>name[a:b]</c> for a part of it by index.</param>
    /// <param name="preprocessing">A model's own; null for the data set's.</param>
    /// <exception cref="DataNotFoundException">There is no such split or part.</exception>
    public SplitSource Open(string split, Preprocessing? preprocessing = null)
    {
        var range = SplitRange.Parse(split);
        if (!Role.Splits.TryGetValue(range.Name, out var role))
            throw new DataNotFoundException($"split '{range.Name}': expected one of {string.Join(", ", Role.Splits.Keys)} of {Role.Name}");
        int start = role.Start + (range.Start ?? 0);
        int end = range.EndExclusive is { } stop ? role.Start + stop : role.EndExclusive;
        if (start < role.Start || end > role.EndExclusive || start >= end)
            throw new DataNotFoundException($"split '{split}': expected a range within [0:{role.EndExclusive - role.Start}]");
        return new SplitSource(Files[role.File], $"{Role.Name} {split}", start, end, preprocessing ?? Preprocessing);
    }
}
