using Ponder.Data;

namespace Ponder.Cli.Attaching;

/// <summary>Says whether there is enough to teach exits with.</summary>
internal static class TrainingSamples
{
    private const int FewestPerClass = 5;

    /// <summary>Refuses data from which nothing can be learned.</summary>
    /// <exception cref="CommandException">There is no training split, or it has too few samples.</exception>
    public static void ThrowIfTooFew(DataSet data, string name)
    {
        string expected = $"{name}: expected a training split of at least {FewestPerClass} samples a class to teach exits with, got";
        if (!data.Role.Splits.TryGetValue("train", out var train))
            throw new CommandException($"{expected} none; {name} can only evaluate, calibrate and time models (without training: ponder cascade)");
        double perClass = (train.EndExclusive - train.Start) / (double)data.Labels.Count;
        if (perClass < FewestPerClass)
            throw new CommandException($"{expected} {perClass:0.0}");
    }
}
