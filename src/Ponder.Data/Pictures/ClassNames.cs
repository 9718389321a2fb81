namespace Ponder.Data.Pictures;

/// <summary>Numbers the classes of pictures as a model does.</summary>
internal static class ClassNames
{
    /// <summary>The model's own names where it has some, or else those of the data in their order.</summary>
    /// <param name="source">The data, for messages.</param>
    /// <param name="names">The data's class names.</param>
    /// <param name="form">What the model wants.</param>
    /// <exception cref="DataFormatException">A class is none of the model's.</exception>
    public static IReadOnlyList<string> For(string source, IEnumerable<string> names, PictureForm form)
    {
        string[] own = [.. names.Distinct().Order(StringComparer.Ordinal)];
        if (form.Labels.Count == 0)
            return own;
        return own.FirstOrDefault(name => !form.Labels.Contains(name)) is { } unknown
            ? throw new DataFormatException(source, $"class '{unknown}': expected one of the model's {form.Labels.Count} classes, {string.Join(", ", form.Labels.Take(5))}, ...")
            : form.Labels;
    }

    /// <summary>The number of each class.</summary>
    public static IReadOnlyDictionary<string, int> Numbers(IReadOnlyList<string> classes) =>
        classes.Select((name, number) => (name, number)).DistinctBy(pair => pair.name).ToDictionary(pair => pair.name, pair => pair.number);
}
