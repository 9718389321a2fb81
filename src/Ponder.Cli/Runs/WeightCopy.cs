using Ponder.Graph;

namespace Ponder.Cli.Runs;

/// <summary>Starts a network from the weights of another.</summary>
internal static class WeightCopy
{
    /// <summary>Takes every floating-point constant of a network from its namesake.</summary>
    /// <param name="target">The network that is written.</param>
    /// <param name="source">A network with the same names; what else it has stays there.</param>
    /// <exception cref="CommandException">A constant is missing, or has another shape; all are listed.</exception>
    public static void Take(GatedGraph target, GatedGraph source)
    {
        string[] names = [.. target.ConstantNames.Where(name => target.Tensor(name).ElementType == ElementType.Float32)];
        string[] faults = [.. names.Where(name => !source.IsConstant(name) || source.Tensor(name) != target.Tensor(name))];
        if (faults.Length > 0)
        {
            throw new CommandException($"{source.Source}: expected the weights of {target.Source}, got none or another shape for "
                + string.Join(", ", faults));
        }

        foreach (string name in names)
            target.SetConstant(name, source.Constant(name));
    }
}
