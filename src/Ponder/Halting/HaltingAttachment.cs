using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Halting;

/// <summary>Lets the units of a residual network halt: units of equal shape that follow each other become a block.</summary>
/// <remarks>
/// Figurnov et al. 2017 (arXiv:1612.02297) begin a block where a unit changes the shape, too, and start from trained networks. A
/// block's output is a mixture of its units' outputs, so that a trained network has to learn on before it is as good as it was.
/// </remarks>
public static class HaltingAttachment
{
    /// <summary>Makes halting blocks of a network's residual units.</summary>
    /// <param name="network">
    /// A network with one exit, or one without a plan whose single output is its answer, [N, classes]. Left as it is; its tensors
    /// and constants keep their names and values, but for an answer that has the name of a model's output.
    /// </param>
    /// <param name="options">How units halt.</param>
    /// <param name="seed">Seed of the halting scores' initial weights.</param>
    /// <param name="name">The new network's name.</param>
    /// <returns>The network, its blocks <c>stage1</c>, <c>stage2</c>, ...; of a plan all is kept but its exits and its calibration.</returns>
    /// <exception cref="ModelFormatException">
    /// The network has no single answer or input, has gates already, or has no residual units; or a block's size does not divide the image's.
    /// </exception>
    public static GatedGraph Attach(GatedGraph network, HaltingOptions options, int seed, string name)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(options);
        string answer = SingleAnswer.Of(network);
        var part = GraphCutter.Extract(network, [answer]);
        if (part.Inputs.Count != 1)
            throw new ModelFormatException(network.Source, $"expected one input, got {string.Join(", ", part.Inputs)}");
        if (GateFinder.Find(part) is [var gate, ..])
            throw new ModelFormatException(network.Source, $"expected a network without gates, got one by '{gate.Condition}'");
        var units = ResidualUnit.Find(part, answer);
        if (units.Count == 0)
            throw new ModelFormatException(network.Source, $"expected residual units, each the sum of two paths from one tensor, got none before '{answer}'");
        if (answer is EarlyExitConstants.Logits or EarlyExitConstants.Exit or EarlyExitConstants.Confidence)
            part = GraphCutter.Rename(part, answer, answer = $"{EarlyExitConstants.FinalExit}.{EarlyExitConstants.Logits}");

        var made = Build(part, answer, units, options, new GraphBuilder(name, seed));
        if (network.Plan is { } plan)
            made.Plan = plan with { Exits = made.Plan!.Exits, Halting = made.Plan.Halting, Calibration = null, Trunk = null }; // built with one
        return made;
    }

    private static GatedGraph Build(GatedGraph part, string answer, IReadOnlyList<ResidualUnit> units, HaltingOptions options, GraphBuilder builder)
    {
        var copier = new NodeCopier(part, builder);
        var image = builder.Input(part.Inputs[0].Name, [.. part.Inputs[0].Shape.Dimensions]);
        var features = copier.To(units[0].Start, image.Name, image);
        var blocks = new List<(string Name, HaltingBlock Block)>();
        foreach (var block in Blocks(part, units))
        {
            HaltingUnit[] emitted = [.. block.Select<ResidualUnit, HaltingUnit>(unit => (_, _, input) => copier.To(unit.End, unit.Start, input))];
            string name = $"stage{blocks.Count + 1}";
            blocks.Add((name, builder.HaltingBlock(name, features, emitted, options)));
            features = blocks[^1].Block.Output;
        }

        return PonderMap.Build(builder, image, options.Kind, blocks, copier.To(answer, units[^1].End, features));
    }

    // A unit that changes the shape begins a block.
    private static List<List<ResidualUnit>> Blocks(GatedGraph part, IReadOnlyList<ResidualUnit> units)
    {
        var blocks = new List<List<ResidualUnit>>();
        foreach (var unit in units)
        {
            if (blocks.Count == 0 || part.Tensor(unit.Start).Shape != part.Tensor(unit.End).Shape)
                blocks.Add([]);
            blocks[^1].Add(unit);
        }

        return blocks;
    }
}
