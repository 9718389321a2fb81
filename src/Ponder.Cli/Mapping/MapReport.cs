using Ponder.Halting;

namespace Ponder.Cli.Mapping;

/// <summary>All that <c>maps</c> says, also in <c>maps.json</c>.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Kind">What halts.</param>
/// <param name="Units">Number of units by block.</param>
/// <param name="MacsStatic">Multiply-adds of the network in which every unit runs and nothing is scored.</param>
/// <param name="Images">One for each image, in order.</param>
/// <param name="ContactSheet">The name of the picture of all; null for a single image.</param>
internal sealed record MapReport(
    string Model, HaltingKind Kind, IReadOnlyDictionary<string, int> Units, long MacsStatic, IReadOnlyList<ImageMaps> Images, string? ContactSheet);
