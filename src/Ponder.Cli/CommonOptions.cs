using System.CommandLine;

namespace Ponder.Cli;

/// <summary>Arguments and options that several verbs share, with one meaning each.</summary>
internal static class CommonOptions
{
    private const int MaxThreads = 1024;

    public static Argument<string> Model() => new("MODEL") { Description = "An ONNX file." };

    public static Option<bool> Json() => new("--json") { Description = "One JSON object on standard output, tables on standard error." };

    public static Option<int?> Seed() => new("--seed") { Description = "Seed of weights and shuffling, instead of the recipe's.", HelpName = "N" };

    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads") { Description = "Threads.", HelpName = "N", DefaultValueFactory = _ => 1 };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int threads) || threads is < 1 or > MaxThreads))
                result.AddError($"--threads: expected 1 to {MaxThreads}, got {token.Value}");
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
}
