using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Evaluation;

/// <summary>What every path of a control graph says about every sample of a split, and which path the model takes itself.</summary>
/// <remarks>All that comparing ways to choose a path needs, without the network: see <see cref="PathRouting"/>. Immutable.</remarks>
public sealed class PathRecords
{
    /// <summary>Joins the records of all paths.</summary>
    /// <param name="paths">One per path of the plan, in its order.</param>
    /// <param name="labels">True class per sample, 0-based.</param>
    /// <param name="taken">Index of the path that the model takes itself, per sample.</param>
    /// <param name="costs">Multiply-adds by path, control nodes included.</param>
    /// <param name="forcedMacs">Multiply-adds by path when no control node is asked.</param>
    /// <exception cref="ArgumentException">There is no sample or no path, or the lengths differ.</exception>
    public PathRecords(IReadOnlyList<PathRecord> paths, int[] labels, int[] taken, ExitCosts costs, IReadOnlyList<long> forcedMacs)
    {
        if (paths.Count == 0 || paths.Count != costs.Macs.Count || paths.Count != forcedMacs.Count)
            throw new ArgumentException($"path records: expected {costs.Macs.Count} paths, at least 1, got {paths.Count}", nameof(paths));
        if (labels.Length == 0 || taken.Length != labels.Length || taken.Any(path => path < 0 || path >= paths.Count))
            throw new ArgumentException($"path records: expected a path of {paths.Count} for each of {labels.Length} samples, at least 1", nameof(taken));
        foreach (var path in paths)
        {
            if (path.Predictions.Length != labels.Length || path.Confidences.Length != labels.Length || path.Entropies.Length != labels.Length)
                throw new ArgumentException($"path '{path.Name}': expected {labels.Length} samples, got {path.Predictions.Length}", nameof(paths));
        }

        (Paths, Labels, Taken, Costs, ForcedMacs) = (paths, labels, taken, costs, forcedMacs);
    }

    /// <summary>The paths, in the plan's order.</summary>
    public IReadOnlyList<PathRecord> Paths { get; }

    /// <summary>True class per sample, 0-based.</summary>
    public int[] Labels { get; }

    /// <summary>Index of the path that the model takes itself, per sample.</summary>
    public int[] Taken { get; }

    /// <summary>What taking each path costs, control nodes included.</summary>
    public ExitCosts Costs { get; }

    /// <summary>Multiply-adds by path without control nodes: what a path costs that somebody else chose.</summary>
    public IReadOnlyList<long> ForcedMacs { get; }

    /// <summary>Number of samples, at least 1.</summary>
    public int Count => Labels.Length;

    /// <summary>Share of samples that the model sends down each path; they sum to 1.</summary>
    public IReadOnlyList<double> Shares => [.. Paths.Select((_, path) => Taken.Count(taken => taken == path) / (double)Count)];

    /// <summary>How the model's own choices spread over the paths.</summary>
    public PathUsage Usage => PathUsage.Of([.. Paths.Select(path => path.Name)], Shares);

    /// <summary>Forces every path for every sample, and lets the model choose once.</summary>
    /// <param name="graph">A control graph.</param>
    /// <param name="executor">Runs that graph.</param>
    /// <param name="samples">At least one sample.</param>
    /// <param name="options">Batch size, overrides and progress; null for the defaults.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <exception cref="ArgumentException">The model is no control graph, or the samples do not fit it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PathRecords Record(
        GatedGraph graph, IGraphExecutor executor, ISampleSource samples,
        EvaluationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(samples);
        return new PathRecorder(graph, samples.Count).Record(executor, samples, options ?? new EvaluationOptions(), cancellationToken);
    }

    /// <summary>Whether a path is right about a sample.</summary>
    public bool IsCorrect(int path, int sample) => Paths[path].Predictions[sample] == Labels[sample];
}
