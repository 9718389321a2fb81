using YamlDotNet.RepresentationModel;

namespace Ponder.Cli.Recipes;

/// <summary>One mapping of a recipe: reads its keys, notes faults with their lines, and at the end refuses keys that nobody asked for.</summary>
internal sealed class RecipeSection(YamlMappingNode node, string path, List<string> faults)
{
    private readonly HashSet<string> _known = [];

    /// <summary>A whole number; without a fallback it must be there.</summary>
    public int Integer(string key, int minimum, int maximum, int? fallback = null)
    {
        if (Find(key, fallback is null) is not { } value)
            return fallback ?? minimum;
        if (value is YamlScalarNode { Value: { } text } && int.TryParse(text, out int number) && number >= minimum && number <= maximum)
            return number;
        Refuse(key, value, $"a whole number from {minimum} to {maximum}");
        return minimum;
    }

    public double Number(string key, double above, double maximum)
    {
        if (Find(key, isRequired: true) is not { } value)
            return maximum;
        if (TryNumber(value, out double number) && number > above && number <= maximum)
            return number;
        Refuse(key, value, $"a number above {above}, at most {maximum}");
        return maximum;
    }

    /// <summary>A number from 0 to 1, or null when the key is not there.</summary>
    public double? Fraction(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (TryNumber(value, out double number) && number is >= 0 and <= 1)
            return number;
        Refuse(key, value, "a fraction from 0 to 1");
        return null;
    }

    /// <summary>A number above 0, or null when the key is not there.</summary>
    public double? Positive(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (TryNumber(value, out double number) && number > 0)
            return number;
        Refuse(key, value, "a number above 0");
        return null;
    }

    /// <summary>A list of one or more different numbers from 0 to 1; it must be there.</summary>
    public IReadOnlyList<double> Fractions(string key) => Numbers(key, 1, "a list of different fractions from 0 to 1");

    /// <summary>A list of one or more different numbers from 0 to a maximum; it must be there.</summary>
    public IReadOnlyList<double> Numbers(string key, double maximum) => Numbers(key, maximum, $"a list of different numbers from 0 to {maximum}");

    private double[] Numbers(string key, double maximum, string expected)
    {
        if (Find(key, isRequired: true) is not { } value)
            return [];
        double[] numbers = value is YamlSequenceNode list
            ? [.. list.Select(item => TryNumber(item, out double number) && number >= 0 && number <= maximum ? number : double.NaN)]
            : [];
        if (numbers.Length > 0 && !numbers.Any(double.IsNaN) && numbers.Distinct().Count() == numbers.Length)
            return numbers;
        Refuse(key, value, expected);
        return numbers;
    }

    /// <summary>A list of lists of words, none of them empty; it must be there.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Lists(string key)
    {
        if (Find(key, isRequired: true) is not { } value)
            return [];
        if (value is YamlSequenceNode { Children.Count: > 0 } outer && outer.All(item => item is YamlSequenceNode { Children.Count: > 0 } inner && inner.All(word => word is YamlScalarNode { Value.Length: > 0 })))
            return [.. outer.Cast<YamlSequenceNode>().Select(inner => (IReadOnlyList<string>)[.. inner.Cast<YamlScalarNode>().Select(word => word.Value!)])]; // checked above
        Refuse(key, value, "a list of lists of words");
        return [];
    }

    public bool Flag(string key) => Choice(key, ["true", "false"], fallback: "false") == "true";

    /// <summary>One of some words; without a fallback it must be there.</summary>
    public string Choice(string key, IReadOnlyList<string> allowed, string? fallback = null)
    {
        if (Find(key, fallback is null) is not { } value)
            return fallback ?? allowed[0];
        if (value is YamlScalarNode { Value: { } text } && allowed.Contains(text))
            return text;
        Refuse(key, value, string.Join(" or ", allowed));
        return allowed[0];
    }

    /// <summary>A text that passes a test; without a fallback it must be there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What the test accepts, for the message.</param>
    /// <param name="accepts">The test; null for any text.</param>
    /// <param name="fallback">The value when the key is not there; null when it must be.</param>
    public string Text(string key, string expected, Func<string, bool>? accepts = null, string? fallback = null)
    {
        if (Find(key, fallback is null) is not { } value)
            return fallback ?? "";
        if (value is YamlScalarNode { Value: { Length: > 0 } text } && accepts?.Invoke(text) != false)
            return text;
        Refuse(key, value, expected);
        return fallback ?? "";
    }

    public IReadOnlyList<double> Weights(string key, int count)
    {
        if (Find(key, isRequired: true) is not { } value)
            return [];
        double[] weights = value is YamlSequenceNode list
            ? [.. list.Select(item => TryNumber(item, out double number) && number is >= 0 and <= 100 ? number : double.NaN)]
            : [];
        if (weights.Length == count && !weights.Any(double.IsNaN) && weights.Any(weight => weight > 0))
            return weights;
        Refuse(key, value, $"{count} weights from 0 to 100, not all 0");
        return weights;
    }

    /// <summary>A nested mapping, or null when the key is not there.</summary>
    public RecipeSection? Section(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value is YamlMappingNode mapping)
            return new RecipeSection(mapping, path + key + ".", faults);
        Refuse(key, value, "a mapping");
        return null;
    }

    /// <summary>A list of mappings with at least one, or null when the key is not there.</summary>
    public IReadOnlyList<RecipeSection>? Sections(string key)
    {
        if (Find(key) is not { } value)
            return null;
        if (value is YamlSequenceNode { Children.Count: > 0 } list && list.All(item => item is YamlMappingNode))
            return [.. list.Cast<YamlMappingNode>().Select((mapping, i) => new RecipeSection(mapping, $"{path}{key}[{i}].", faults))];
        Refuse(key, value, "a list of mappings");
        return null;
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Notes a fault of the whole section.</summary>
    public void Refuse(string fault) => faults.Add($"line {node.Start.Line}: {(path.Length > 0 ? path.TrimEnd('.') + ": " : "")}{fault}");

    public void RefuseUnknownKeys()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_known.Contains(name))
                faults.Add($"line {key.Start.Line}: expected one of {string.Join(", ", _known.Select(known => path + known))}, got {path}{key}");
        }
    }

    private YamlNode? Find(string key, bool isRequired = false)
    {
        _known.Add(key);
        if (node.Children.TryGetValue(new YamlScalarNode(key), out var value))
            return value;
        if (isRequired)
            faults.Add($"line {node.Start.Line}: expected {path}{key}, got none");
        return null;
    }

    private void Refuse(string key, YamlNode value, string expected) =>
        faults.Add($"line {value.Start.Line}: {path}{key}: expected {expected}, got {(value is YamlMappingNode ? "a mapping" : value.ToString())}");

    private static bool TryNumber(YamlNode value, out double number)
    {
        number = double.NaN;
        return value is YamlScalarNode { Value: { } text } && double.TryParse(text, out number) && double.IsFinite(number);
    }
}
