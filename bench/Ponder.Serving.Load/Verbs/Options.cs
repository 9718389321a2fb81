using System.CommandLine;
using System.CommandLine.Parsing;
using Ponder.Serving.Load.Requests;

namespace Ponder.Serving.Load.Verbs;

/// <summary>Arguments and options that several verbs share.</summary>
internal static class Options
{
    private const double Largest = 1e6;

    public static Argument<string> ModelFile() => new("MODEL") { Description = "An ONNX file with a plan." };

    public static Argument<Uri> Server() => new("URL") { Description = "Where the server's REST listens, e.g. http://127.0.0.1:8000.", CustomParser = Address };

    public static Option<string> Output(string description) => new("--out") { Description = description, HelpName = "FILE", Required = true };

    public static Option<string> Samples() => new("--samples")
    {
        Description = "Samples to send in turn: a file of the verb 'samples', or noise.",
        HelpName = "FILE|noise",
        DefaultValueFactory = _ => SampleSet.NoiseName,
    };

    public static Option<int> Seed() => new("--seed") { Description = "Of all that is random.", HelpName = "N", DefaultValueFactory = _ => 1 };

    public static Option<double> Positive(string name, string description, double usual) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => usual,
        CustomParser = result => Number(result, result.Tokens[0].Value) ?? 0,
    };

    /// <summary>A whole number from 1.</summary>
    public static Option<int> Count(string name, string description, int usual) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = result => (int)Math.Ceiling(Number(result, result.Tokens[0].Value) ?? 0),
    };

    /// <summary>A positive number; null with an error where it is none.</summary>
    public static double? Number(ArgumentResult result, string text)
    {
        if (double.TryParse(text, out double number) && number is > 0 and <= Largest)
            return number;
        result.AddError($"{result.Argument.Name}: expected a number above 0, up to {Largest:N0}, got {text}");
        return null;
    }

    public static Uri? Address(ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp)
            return address;
        result.AddError($"{result.Argument.Name}: expected an address such as http://127.0.0.1:8000, got {result.Tokens[0].Value}");
        return null;
    }
}
