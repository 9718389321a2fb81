using System.Text;
using Ponder.Graph;
using Ponder.Inference;

namespace Ponder.Benchmarks;

/// <summary>Residual units at a part of their positions against the same units at all, one thread, as the time of one more unit in a chain.</summary>
internal static class MaskedUnitBenchmark
{
    private const int ShortUnits = 2;
    private const int LongUnits = 6;

    private static readonly UnitShape[] Shapes = [new(256, 64, 56), new(16, 0, 32), new(32, 0, 16), new(64, 0, 8)];

    public static string Run(int rounds)
    {
        var report = new StringBuilder("| unit | n | mask | active | widened | multiply-adds | speed-up | of multiply-adds |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var shape in Shapes)
        {
            foreach (int batch in new[] { 1, 16 })
            {
                var dense = Chains(shape, isMasked: false);
                var masked = Chains(shape, isMasked: true);
                foreach (double share in new[] { 1, 0.75, 0.5, 0.25, 0.1 })
                {
                    foreach (string kind in share == 1 ? new[] { "all" } : ["blobs", "independent"])
                        report.AppendLine(Measure(shape, batch, share, kind, dense, masked, rounds));
                }
            }
        }

        return report.ToString();
    }

    private static string Measure(
        UnitShape shape, int batch, double share, string kind, (InferenceSession, GatedGraph)[] dense, (InferenceSession, GatedGraph)[] masked, int rounds)
    {
        var random = new Random(1);
        float[][] fields = [.. Enumerable.Range(0, batch).Select(_ => kind == "blobs" ? MaskField.Smooth(shape.Size, share, random) : MaskField.Independent(shape.Size, share, random))];
        var feeds = new Dictionary<string, HostTensor>
        {
            ["x"] = HostTensor.Of([.. Enumerable.Range(0, batch * shape.Channels * shape.Size * shape.Size).Select(_ => random.NextSingle())], batch, shape.Channels, shape.Size, shape.Size),
            ["mask"] = HostTensor.Of([.. fields.SelectMany(field => field)], batch, 1, shape.Size, shape.Size),
        };
        double widened = fields.Average(field => MaskField.Widened(field, shape.Size));
        double macs = (shape.WideMacs + shape.NarrowMacs) / ((widened * shape.WideMacs) + (share * shape.NarrowMacs));
        double ratio = Statistics.Median(Enumerable.Range(0, rounds + 1).Select(_ => Marginal(dense, feeds) / Marginal(masked, feeds)).Skip(1));
        return FormattableString.Invariant(
            $"| {shape.Name} | {batch} | {kind} | {share:P0} | {widened:P0} | {macs:F2} | {ratio:F2} | {ratio / macs:F2} |");
    }

    private static double Marginal((InferenceSession Session, GatedGraph Graph)[] chains, Dictionary<string, HostTensor> feeds)
    {
        double[] times = [.. chains.Select(chain => Statistics.Seconds(() => chain.Session.Run(feeds, chain.Graph.Outputs)))];
        return (times[1] - times[0]) / (LongUnits - ShortUnits);
    }

    private static (InferenceSession, GatedGraph)[] Chains(UnitShape shape, bool isMasked) => [.. new[] { ShortUnits, LongUnits }.Select(units =>
    {
        var graph = Chain(shape, units, isMasked);
        return (InferenceSession.Create(graph), graph);
    })];

    private static GatedGraph Chain(UnitShape shape, int units, bool isMasked)
    {
        var builder = new GraphBuilder($"{shape.Name} x {units}");
        var value = builder.Input("x", TensorShape.Batch, shape.Channels, shape.Size, shape.Size);
        var mask = builder.Input("mask", TensorShape.Batch, 1, shape.Size, shape.Size);
        value = builder.Relu(value, "x.relu"); // memory of the chain's own
        for (int u = 1; u <= units; u++)
        {
            var made = builder.Relu(builder.Add("Add", $"u{u}.sum", [Unit(builder, shape, value, $"u{u}"), value]), $"u{u}.made");
            if (!isMasked)
            {
                value = made;
                continue;
            }

            var active = builder.Add("Less", $"u{u}.active", [mask, builder.Constant($"u{u}.limit", HostTensor.Of([0.5f], 1))]); // of each unit its own, as halting units have
            value = builder.Where(active, made, value, $"u{u}.out");
        }

        return builder.Build(plan: null, builder.Convolution(value, "y", 1, shape.Size), builder.Add("ReduceMax", "mask.max", [mask], ("axes", new[] { 1, 2, 3 }), ("keepdims", 0)));
    }

    private static GraphValue Unit(GraphBuilder builder, UnitShape shape, GraphValue value, string name)
    {
        if (shape.MiddleChannels == 0)
            return builder.Convolution(builder.Relu(builder.Convolution(value, $"{name}.a", shape.Channels, 3, padding: 1), $"{name}.ra"), $"{name}.b", shape.Channels, 3, padding: 1);
        var narrow = builder.Relu(builder.Convolution(value, $"{name}.a", shape.MiddleChannels, 1), $"{name}.ra");
        var middle = builder.Relu(builder.Convolution(narrow, $"{name}.b", shape.MiddleChannels, 3, padding: 1), $"{name}.rb");
        return builder.Convolution(middle, $"{name}.c", shape.Channels, 1);
    }
}
