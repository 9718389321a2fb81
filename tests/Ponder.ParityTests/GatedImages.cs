using Ponder.Graph;

namespace Ponder.ParityTests;

/// <summary>Images that one gate sends one of two ways; one way asks a second gate, and a layer is asked by two ways.</summary>
internal static class GatedImages
{
    private const int Count = 9;

    public static GatedGraph Build()
    {
        var builder = new GraphBuilder("gated images", seed: 3);
        var x = builder.Input("x", TensorShape.Batch, 2, 6, 6);
        var limit = builder.Threshold("limit", 0);
        var mean = builder.Add("GlobalAveragePool", "mean", [x]); // [N, 2, 1, 1]
        var score = builder.Add("ReduceMax", "score", [mean], ("axes", new[] { 1 }), ("keepdims", 1)); // [N, 1, 1, 1]
        var first = builder.Add("Less", "first", [score, limit]);
        var left = builder.Convolution(x, "left", 4, kernel: 3, padding: 1);
        var right = builder.Convolution(x, "right", 4, kernel: 3, padding: 1);
        var rightMean = builder.Add("GlobalAveragePool", "right.mean", [right]);
        var rightScore = builder.Add("ReduceMax", "right.score", [rightMean], ("axes", new[] { 1 }), ("keepdims", 1));
        var second = builder.Add("Less", "second", [rightScore, limit]);
        var shared = builder.Relu(builder.Convolution(x, "shared", 4, kernel: 1), "shared.active"); // on the left, or right and second
        var deep = builder.Where(second, builder.Add("Add", "right.shared", [right, shared]), builder.Relu(right, "right.active"), "deep");
        var both = builder.Where(first, builder.Add("Add", "left.shared", [left, shared]), deep, "both");
        var zero = builder.Constant("zero", HostTensor.Of([0f], 1, 1, 1, 1));
        var halted = builder.Where(first, builder.Convolution(both, "more", 4, kernel: 1), zero, "halted");
        return builder.Build(plan: null, builder.Add("Add", "y", [both, halted]));
    }

    public static Dictionary<string, HostTensor> Feeds(float limit)
    {
        var random = new Random(4);
        float[] pixels = [.. Enumerable.Range(0, Count * 72).Select(i => ((i / 72) - (Count / 2f)) * random.NextSingle() / 5)];
        return new() { ["x"] = HostTensor.Of(pixels, Count, 2, 6, 6), ["limit"] = HostTensor.Of([limit], 1) };
    }
}
