namespace Ponder.Training.Objectives;

/// <summary>What paths cost beside the dearest.</summary>
/// <param name="macs">Multiply-adds by path.</param>
internal sealed class PathCosts(IReadOnlyList<long> macs)
{
    private readonly double _dearest = macs.Max();

    /// <summary>Multiply-adds of the dearest path.</summary>
    public double Dearest => _dearest;

    /// <summary>Multiply-adds of a path over those of the dearest, in [0, 1].</summary>
    public double Share(int path) => macs[path] / _dearest;
}
