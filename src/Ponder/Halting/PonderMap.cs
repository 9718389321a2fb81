using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Halting;

/// <summary>Joins blocks that halt into a model: its outputs and its plan.</summary>
public static class PonderMap
{
    /// <summary>Finishes a network of one exit.</summary>
    /// <param name="builder">The graph.</param>
    /// <param name="image">The input, [N, C, H, W].</param>
    /// <param name="kind">What halts.</param>
    /// <param name="blocks">The blocks by name, in running order; at least one. Their maps' sizes divide the image's.</param>
    /// <param name="answer">The answer, [N, classes].</param>
    /// <returns>A model with the outputs <c>logits</c>, <c>exit</c>, <c>confidence</c> and <c>ponder_map</c>.</returns>
    /// <exception cref="ModelFormatException">A map's size does not divide the image's.</exception>
    public static GatedGraph Build(
        GraphBuilder builder, GraphValue image, HaltingKind kind, IReadOnlyList<(string Name, HaltingBlock Block)> blocks, GraphValue answer)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(blocks);
        var map = blocks.Select(block => kind == HaltingKind.Image ? block.Block.PonderCost : Enlarged(builder, block.Name, block.Block.PonderCost, image)).ToArray();
        var sum = map[0];
        for (int b = 1; b < map.Length - 1; b++)
            sum = builder.Add("Add", $"{HaltingConstants.PonderMap}.to_{blocks[b].Name}", [sum, map[b]]);
        sum = map.Length == 1
            ? builder.Add("Identity", HaltingConstants.PonderMap, [sum])
            : builder.Add("Add", HaltingConstants.PonderMap, [sum, map[^1]]); // [N, 1, H, W]
        var exits = ExitOutputs.Emit(builder, answer, out var outputs);
        var roles = blocks.Select(block => new HaltingBlockRole(block.Name, block.Block.Scores.Count + 1, block.Block.PonderCost.Name, block.Block.Scores));
        return builder.Build(new ModelPlan(exits, []) { Halting = new HaltingPlan(kind, [.. roles]) }, [.. outputs, sum]);
    }

    // Every position becomes a square of pixels.
    private static GraphValue Enlarged(GraphBuilder builder, string block, GraphValue map, GraphValue image)
    {
        int down = image.Shape[2] / map.Shape[2], right = image.Shape[3] / map.Shape[3];
        if (map.Shape[2] * down != image.Shape[2] || map.Shape[3] * right != image.Shape[3])
            throw new ModelFormatException(builder.Source, $"block '{block}': expected a map whose sizes divide those of {image.Shape}, got {map.Shape}");
        if (down == 1 && right == 1)
            return map;
        var region = builder.Constant($"{block}.map_region", HostTensor.Of(Array.Empty<float>(), 0));
        var scales = builder.Constant($"{block}.map_scales", HostTensor.Of([1f, 1, down, right], 4));
        return builder.Add(
            "Resize", $"{block}.map", [map, region, scales],
            ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"));
    }
}
