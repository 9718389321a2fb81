namespace Ponder.Cli.Mapping;

/// <summary>What a network whose units halt made of one image.</summary>
/// <param name="File">The image's file, with the index for a file of many.</param>
/// <param name="Map">The name of the picture of its maps.</param>
/// <param name="Prediction">The class, 0-based.</param>
/// <param name="Label">The class's name; its number when the model names none.</param>
/// <param name="Confidence">Probability of the class, in [0, 1].</param>
/// <param name="Macs">Multiply-adds spent.</param>
/// <param name="Share">The same as a fraction of those of the network in which every unit runs and nothing is scored.</param>
/// <param name="PonderCost">Mean over positions by block, in units.</param>
internal sealed record ImageMaps(
    string File, string Map, int Prediction, string Label, float Confidence, long Macs, double Share, IReadOnlyDictionary<string, double> PonderCost);
