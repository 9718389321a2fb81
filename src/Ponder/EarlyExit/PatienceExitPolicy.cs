using Ponder.Graph;

namespace Ponder.EarlyExit;

/// <summary>A sample leaves where enough exits in a row have named the same class.</summary>
/// <param name="threshold">More than so many agreements with the exit before, one after the other; at the number of exits nobody leaves.</param>
/// <remarks>
/// Zhou et al. 2020 (PABEE, arXiv:2006.04152). There a batch waits for its slowest sample; here every sample counts for itself. The first
/// exit has nobody to agree with: it counts 0, so that everybody leaves there only below 0.
/// </remarks>
public sealed class PatienceExitPolicy(float threshold) : IExitPolicy
{
    /// <inheritdoc/>
    public string Name => "patience";

    /// <inheritdoc/>
    public ExitRole Emit(GraphBuilder builder, ExitPoint exit, out GraphValue accept)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(exit);
        return ExitGate.Emit(builder, exit, "Greater", Agreements(builder, exit), (Name, threshold), out accept);
    }

    private static GraphValue Agreements(GraphBuilder builder, ExitPoint exit)
    {
        var own = Class(builder, exit.Logits, $"{exit.Name}.class");
        if (exit.Previous is not { } previous)
            return builder.Add("Mul", $"{exit.Name}.agreements", [own, builder.Constant($"{exit.Name}.no_agreement", HostTensor.Of([0f], 1))]);
        var before = Class(builder, previous.Logits, $"{exit.Name}.previous_class");
        var difference = builder.Add("Abs", $"{exit.Name}.class_difference", [builder.Add("Sub", $"{exit.Name}.class_change", [own, before])]);
        var half = builder.Constant($"{exit.Name}.half_class", HostTensor.Of([0.5f], 1));
        var agrees = builder.Add("Cast", $"{exit.Name}.agrees", [builder.Add("Less", $"{exit.Name}.is_same_class", [difference, half])], ("to", (int)ElementType.Float32));
        var one = builder.Constant($"{exit.Name}.one_agreement", HostTensor.Of([1f], 1));
        var longer = builder.Add("Add", $"{exit.Name}.one_more", [previous.Score, one]);
        return builder.Add("Mul", $"{exit.Name}.agreements", [longer, agrees]); // one that differs starts from 0 again
    }

    private static GraphValue Class(GraphBuilder builder, GraphValue logits, string name)
    {
        var best = builder.Add("ArgMax", $"{name}_index", [logits], ("axis", 1), ("keepdims", 1)); // [N, 1]
        return builder.Add("Cast", name, [best], ("to", (int)ElementType.Float32));
    }
}
