using YamlDotNet.RepresentationModel;

namespace Ponder.Cli.Recipes;

/// <summary>One mapping of a recipe: reads its keys, notes faults with their lines, and at the end refuses keys that nobody asked for.</summary>
internal sealed class RecipeSection(YamlMappingNode node, string path, List<string> faults)
{
    private readonly HashSet<string> _known = [];

    public int Integer(string key, int minimum, int maximum)
    {
        if (Required(key) is not { } value)
            return minimum;
        if (value is YamlScalarNode { Value: { } text } && int.TryParse(text, out int number) && number >= minimum && number <= maximum)
            return number;
        Refuse(key, value, $"a whole number from {minimum} to {maximum}");
        return minimum;
    }

    public double Number(string key, double above, double maximum)
    {
        if (Required(key) is not { } value)
            return maximum;
        if (TryNumber(value, out double number) && number > above && number <= maximum)
            return number;
        Refuse(key, value, $"a number above {above}, at most {maximum}");
        return maximum;
    }

    public double Fraction(string key)
    {
        if (Required(key) is not { } value)
            return 0;
        if (TryNumber(value, out double number) && number is >= 0 and <= 1)
            return number;
        Refuse(key, value, "a fraction from 0 to 1");
        return 0;
    }

    public string Choice(string key, params IReadOnlyList<string> allowed)
    {
        if (Required(key) is not { } value)
            return allowed[0];
        if (value is YamlScalarNode { Value: { } text } && allowed.Contains(text))
            return text;
        Refuse(key, value, string.Join(" or ", allowed));
        return allowed[0];
    }

    public string Text(string key)
    {
        if (Required(key) is not { } value)
            return "";
        if (value is YamlScalarNode { Value: { Length: > 0 } text })
            return text;
        Refuse(key, value, "a name");
        return "";
    }

    public IReadOnlyList<double> Weights(string key, int count)
    {
        if (Required(key) is not { } value)
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

    public void RefuseUnknownKeys()
    {
        foreach (var key in node.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !_known.Contains(name))
                faults.Add($"line {key.Start.Line}: expected one of {string.Join(", ", _known.Select(known => path + known))}, got {path}{key}");
        }
    }

    private YamlNode? Required(string key)
    {
        var value = Find(key);
        if (value is null)
            faults.Add($"line {node.Start.Line}: expected {path}{key}, got none");
        return value;
    }

    private YamlNode? Find(string key)
    {
        _known.Add(key);
        return node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    private void Refuse(string key, YamlNode value, string expected) =>
        faults.Add($"line {value.Start.Line}: {path}{key}: expected {expected}, got {(value is YamlMappingNode ? "a mapping" : value.ToString())}");

    private static bool TryNumber(YamlNode value, out double number)
    {
        number = double.NaN;
        return value is YamlScalarNode { Value: { } text } && double.TryParse(text, out number) && double.IsFinite(number);
    }
}
