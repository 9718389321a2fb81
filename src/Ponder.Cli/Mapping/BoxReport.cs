using Ponder.Saliency;

namespace Ponder.Cli.Mapping;

/// <summary>All that <c>maps --boxes</c> says.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Data">The data and the split.</param>
/// <param name="Images">Images that were measured.</param>
/// <param name="LeftOut">Images that were not, and why.</param>
/// <param name="BlurPixels">Standard deviation by which edges and the last map are blurred.</param>
/// <param name="Confidence">Of the intervals.</param>
/// <param name="Areas">Mean area under the ROC curve of each map.</param>
/// <param name="Gains">Mean differences on the same images.</param>
internal sealed record BoxReport(
    string Model, string Data, int Images, LeftOutImages LeftOut, double BlurPixels, double Confidence,
    IReadOnlyList<MapArea> Areas, IReadOnlyList<MapGain> Gains);
