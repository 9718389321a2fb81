using Ponder.Graph;
using Ponder.Halting;

namespace Ponder.ParityTests;

/// <summary>Noise of growing loudness through two blocks of residual units whose positions halt after one to four of them.</summary>
internal static class HaltingImages
{
    public const int Count = 7;
    public const int Side = 12;

    /// <summary>The network.</summary>
    /// <param name="kind">What halts.</param>
    /// <param name="bias">Start of the bias of what decides: the other weights and the images stay.</param>
    public static GatedGraph Build(HaltingKind kind, float bias = -1.2f)
    {
        var builder = new GraphBuilder("halting images", seed: 9);
        var x = builder.Input("x", TensorShape.Batch, 3, Side, Side);
        var stem = builder.Relu(builder.NormalizedConvolution(x, "stem.norm", 16, kernel: 3, padding: 1), "stem");
        var options = new HaltingOptions { Kind = kind, InitialBias = bias };
        var first = builder.HaltingBlock("block1", stem, [Unit(16, 1), Unit(16, 1), Unit(16, 1), Unit(16, 1)], options);
        var second = builder.HaltingBlock("block2", first.Output, [Unit(32, 2), Unit(32, 1), Unit(32, 1)], options);
        var answer = builder.Linear(builder.GlobalAveragePool(second.Output, "features"), "y", 10);
        return PonderMap.Build(builder, x, kind, [("block1", first), ("block2", second)], answer);
    }

    public static Dictionary<string, HostTensor> Feeds(int count = Count)
    {
        var random = new Random(4);
        int length = 3 * Side * Side;
        float[] pixels = [.. Enumerable.Range(0, count * length).Select(i => ((2 * random.NextSingle()) - 1) * (i / length))];
        return new() { ["x"] = HostTensor.Of(pixels, count, 3, Side, Side) };
    }

    private static HaltingUnit Unit(int channels, int stride) => (builder, name, input) => builder.BasicBlock(input, name, channels, stride, initialScale: 1);
}
