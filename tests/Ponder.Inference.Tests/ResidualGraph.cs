using Ponder.Graph;

namespace Ponder.Inference.Tests;

/// <summary>A small residual network, two units and a shortcut with half the positions, whose second unit only some samples run.</summary>
internal static class ResidualGraph
{
    public const int PixelsPerImage = 3 * 12 * 12;

    public static GatedGraph Build()
    {
        var builder = new GraphBuilder("residual", seed: 7);
        var image = builder.Input("image", TensorShape.Batch, 3, 12, 12);
        var stem = builder.Relu(builder.NormalizedConvolution(image, "stem", 16, 3, padding: 1), "stem.relu");
        var first = Unit(builder, stem, stem, "u1", 16, stride: 1);
        var score = builder.Convolution(builder.Add("GlobalAveragePool", "pool", [first]), "score", 1, 1);
        var gate = builder.Add("Greater", "gate", [score, builder.Constant("limit", HostTensor.Of([0f], 1))]);
        var chosen = builder.Where(gate, Unit(builder, first, first, "u2", 16, stride: 1), first, "chosen");
        var last = Unit(builder, chosen, Shortcut(builder, chosen), "u3", 32, stride: 2);
        return builder.Build(plan: null, builder.Linear(builder.GlobalAveragePool(last, "features"), "logits", 10), score);
    }

    public static float[] Images(int count)
    {
        var random = new Random(13);
        return [.. Enumerable.Range(0, count * PixelsPerImage).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static GraphValue Unit(GraphBuilder builder, GraphValue input, GraphValue shortcut, string name, int channels, int stride)
    {
        var inner = builder.Relu(builder.NormalizedConvolution(input, $"{name}.c1", channels, 3, padding: 1, stride), $"{name}.r1");
        var outer = builder.NormalizedConvolution(inner, $"{name}.c2", channels, 3, padding: 1);
        return builder.Relu(builder.Add("Add", $"{name}.sum", [outer, shortcut]), name);
    }

    private static GraphValue Shortcut(GraphBuilder builder, GraphValue input)
    {
        GraphValue Integers(string name, params long[] values) => builder.Constant(name, HostTensor.Of(values, values.Length));
        var half = builder.Add("Slice", "half", [
            input, Integers("starts", 0, 0), Integers("ends", 12, 12), Integers("axes", 2, 3), Integers("steps", 2, 2)]);
        return builder.Add("Pad", "shortcut", [half, Integers("pads", 0, 8, 0, 0, 0, 8, 0, 0)]);
    }
}
