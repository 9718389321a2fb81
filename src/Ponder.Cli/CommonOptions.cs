using System.CommandLine;

namespace Ponder.Cli;

/// <summary>Arguments and options that several verbs share, with one meaning each.</summary>
internal static class CommonOptions
{
    private const int MaxThreads = 1024;

    public static Argument<string> Model() => new("MODEL") { Description = "An ONNX file." };

    public static Option<bool> Json() => new("--json") { Description = "One JSON object on standard output, tables on standard error." };

    public static Option<int?> Seed() => new("--seed") { Description = "Seed of weights and shuffling, instead of the recipe's.", HelpName = "N" };

    public static Option<int> Threads(int defaultThreads) => Count("--threads", "Threads.", MaxThreads, defaultThreads);

    /// <summary>A whole number from 1.</summary>
    public static Option<int> Count(string name, string description, int maximum, int defaultCount)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => defaultCount };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int count) || count < 1 || count > maximum))
                result.AddError($"{name}: expected 1 to {maximum}, got {token.Value}");
        });
        return option;
    }

    /// <summary>A fraction of samples in [0, 1]; NaN is refused.</summary>
    public static Option<double?> Fraction(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FRACTION",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, out double value) && value is >= 0 and <= 1)
                return value;
            result.AddError($"{name}: expected a fraction from 0 to 1, got {text}");
            return null;
        },
    };

    /// <summary>A positive number; NaN and infinity are refused.</summary>
    public static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, out double value) && value > 0 && double.IsFinite(value))
                return value;
            result.AddError($"{name}: expected a number above 0, got {text}");
            return null;
        },
    };

    /// <summary>Fractions in [0, 1], separated by commas.</summary>
    public static Option<double[]?> Fractions(string name, string description) =>
        Numbers(name, description, value => value is >= 0 and <= 1, "fractions from 0 to 1");

    /// <summary>Numbers separated by commas.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">Its help.</param>
    /// <param name="accepts">Whether a number will do; text that is no number is NaN.</param>
    /// <param name="expected">What will do, for the message.</param>
    public static Option<double[]?> Numbers(string name, string description, Func<double, bool> accepts, string expected) => new(name)
    {
        Description = description,
        HelpName = "F,F,...",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            double[] values = [.. text.Split(',').Select(part => double.TryParse(part, out double value) ? value : double.NaN)];
            if (values.All(accepts))
                return values;
            result.AddError($"{name}: expected {expected}, got {text}");
            return null;
        },
    };

    /// <summary>Whole numbers from 1, separated by commas.</summary>
    public static Option<int[]> Counts(string name, string description, int maximum, params int[] defaults) => new(name)
    {
        Description = description,
        HelpName = "N,N,...",
        DefaultValueFactory = _ => defaults,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            int[] counts = [.. text.Split(',').Select(part => int.TryParse(part, out int count) ? count : 0)];
            if (counts.All(count => count >= 1 && count <= maximum))
                return counts;
            result.AddError($"{name}: expected numbers from 1 to {maximum}, got {text}");
            return null;
        },
    };

    public static Option<string> Data() => new("--data") { Description = "A data set's name (see: ponder data list), a folder with a sub-folder of pictures per class, or a CSV file of path,label.", HelpName = "DATA", Required = true };

    public static Option<string> Split(string defaultSplit) => new("--split")
    {
        Description = "Which samples: train, validation, calibration, test; NAME[a:b] takes some of them by index.",
        HelpName = "NAME[a:b]",
        DefaultValueFactory = _ => defaultSplit,
    };
}
