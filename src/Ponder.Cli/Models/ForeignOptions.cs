using System.CommandLine;

namespace Ponder.Cli.Models;

/// <summary>The options of a verb that takes models without a plan.</summary>
internal sealed class ForeignOptions
{
    private const int MaxSize = 16_384;

    private readonly Option<double[]?> _mean = CommonOptions.Numbers(
        "--mean", "For a model without a plan: mean of pixels scaled to 0..1, one or one per channel.", double.IsFinite, "numbers");

    private readonly Option<double[]?> _deviation = CommonOptions.Numbers(
        "--std", "For a model without a plan: standard deviation of pixels scaled to 0..1, one or one per channel.",
        value => value > 0 && double.IsFinite(value), "numbers above 0");

    private readonly Option<double?> _scale = CommonOptions.Positive("--scale", "For a model without a plan: factor on pixels of 0..255 instead of 1/255.");

    private readonly Option<int?> _size = new("--size")
    {
        Description = "For a model without a plan: short side that pictures get before their center is cut out; default: the input's.",
        HelpName = "PIXELS",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, out int size) && size is >= 1 and <= MaxSize)
                return size;
            result.AddError($"--size: expected 1 to {MaxSize}, got {text}");
            return null;
        },
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "For a model without a plan: a file with the name of a class per line.",
        HelpName = "FILE",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _size, _mean, _deviation, _scale, _labels })
            verb.Add(option);
    }

    /// <summary>What a command line says.</summary>
    public ForeignSettings Read(ParseResult parsed) => new(
        parsed.GetValue(_scale), Given(parsed, _mean), Given(parsed, _deviation), parsed.GetValue(_size), parsed.GetValue(_labels));

    private static double[]? Given(ParseResult parsed, Option<double[]?> option) =>
        parsed.GetResult(option) is null ? null : parsed.GetValue(option); // not given, an array is empty
}
