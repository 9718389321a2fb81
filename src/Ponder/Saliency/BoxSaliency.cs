using Ponder.Evaluation;

namespace Ponder.Saliency;

/// <summary>Asks over many images whether a network thought longer inside of objects' boxes than outside, and longer than simpler maps would say.</summary>
/// <remarks>
/// For each image the area under the ROC curve of a map's pixels inside against outside, then the mean over images. Maps of where
/// things are usually found, in the middle, or of edges alone do well at this, so the gain over them is what counts. The network's
/// map is also tried blurred and times a center prior, as the authors of SACT do before they compare theirs with fixations.
/// </remarks>
public sealed class BoxSaliency
{
    /// <summary>The ponder cost summed over blocks.</summary>
    public const string Ponder = "ponder";

    /// <summary>The Gaussian in the middle.</summary>
    public const string Center = "center";

    /// <summary>Blurred edges.</summary>
    public const string Edges = "edges";

    /// <summary>The ponder cost blurred and times the Gaussian in the middle.</summary>
    public const string PonderTimesCenter = "ponder_blurred_times_center";

    /// <summary>Probability that the intervals are meant to have.</summary>
    public const double Confidence = 0.9;

    private const double CenterDeviation = 0.25;
    private const int Seed = 1;
    private static readonly (string Map, string Against)[] Pairs = [(Ponder, Center), (Ponder, Edges), (PonderTimesCenter, Center)];

    private readonly double _blur;
    private readonly List<int> _groups = [];
    private readonly Dictionary<string, List<double>> _areas = new[] { Ponder, Center, Edges, PonderTimesCenter }.ToDictionary(map => map, _ => new List<double>());
    private PositionMap? _center;

    /// <summary>Prepares.</summary>
    /// <param name="blur">Standard deviation in pixels by which edges and the last map are blurred, above 0: comparable to what the network resolves.</param>
    public BoxSaliency(double blur)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blur);
        _blur = blur;
    }

    /// <summary>Images added.</summary>
    public int Count => _groups.Count;

    /// <summary>Adds an image.</summary>
    /// <param name="ponder">Its ponder cost, [H, W].</param>
    /// <param name="pixels">Its pixels, [C, H, W].</param>
    /// <param name="isInside">Which pixels lie in a box, [H, W]; some, not all.</param>
    /// <param name="group">What it shares with others that are no independent evidence.</param>
    /// <exception cref="ArgumentException">All pixels are inside, or none.</exception>
    public void Add(PositionMap ponder, ReadOnlySpan<byte> pixels, ReadOnlySpan<bool> isInside, int group)
    {
        ArgumentNullException.ThrowIfNull(ponder);
        _center ??= SaliencyMaps.Center(ponder.Height, ponder.Width, CenterDeviation);
        _areas[Ponder].Add(RocArea.Of(ponder.Values, isInside));
        _areas[Center].Add(RocArea.Of(_center.Values, isInside));
        _areas[Edges].Add(RocArea.Of(SaliencyMaps.Blurred(SaliencyMaps.Edges(pixels, ponder.Height, ponder.Width), _blur).Values, isInside));
        _areas[PonderTimesCenter].Add(RocArea.Of(SaliencyMaps.Product(SaliencyMaps.Blurred(ponder, _blur), _center).Values, isInside));
        _groups.Add(group);
    }

    /// <summary>The mean area of each map over images.</summary>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public IReadOnlyList<MapArea> Areas()
    {
        var bootstrap = new GroupBootstrap(_groups, Seed);
        return [.. _areas.Select(map => new MapArea(map.Key, bootstrap.Interval(images => images.Average(image => map.Value[image]), Confidence)))];
    }

    /// <summary>The mean over images of one map's area less another's, of the same draws of images.</summary>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public IReadOnlyList<MapGain> Gains()
    {
        var bootstrap = new GroupBootstrap(_groups, Seed);
        return [.. Pairs.Select(pair => new MapGain(pair.Map, pair.Against, bootstrap.Interval(
            images => images.Average(image => _areas[pair.Map][image] - _areas[pair.Against][image]), Confidence)))];
    }
}
