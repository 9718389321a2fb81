namespace Ponder.Report;

/// <summary>One metric over the epochs of a training run.</summary>
/// <param name="Panel">The plot that it belongs to, such as <c>loss</c> or <c>validation accuracy</c>; the plot's title.</param>
/// <param name="Name">How the legend calls it.</param>
/// <param name="Epochs">Ascending; may be fractional. As long as <paramref name="Values"/>.</param>
/// <param name="Values">The metric. A value that is not finite leaves a gap.</param>
/// <param name="IsFraction">Whether the values are fractions, such as accuracies, shown in percent.</param>
public sealed record TrainingSeries(
    string Panel, string Name, IReadOnlyList<double> Epochs, IReadOnlyList<double> Values, bool IsFraction = false);
