using Ponder.Graph;
using Ponder.Inference;
using Ponder.OnnxRuntime;

namespace Ponder.Benchmarks;

/// <summary>A short and a long chain of the same convolutions, on the engine and on ONNX Runtime.</summary>
/// <remarks>
/// The difference of the two times is that of the extra layers alone: entering, leaving and changing layouts cancel out.
/// </remarks>
internal sealed class ConvolutionChain : IDisposable
{
    private const int ShortUnits = 2;
    private const int LongUnits = 8;

    private readonly (InferenceSession Session, OnnxRuntimeBaseline Baseline, GatedGraph Graph)[] _chains;
    private readonly Dictionary<string, HostTensor> _feeds;
    private readonly float[] _samples;

    public ConvolutionChain(ChainShape shape, int batch)
    {
        _chains = [.. new[] { ShortUnits, LongUnits }.Select(units => Build(shape, units, batch))];
        int[] sizes = [batch, shape.Channels, shape.Size, shape.Size];
        var random = new Random(1);
        _samples = [.. Enumerable.Range(0, batch * shape.Channels * shape.Size * shape.Size).Select(_ => random.NextSingle())];
        _feeds = new() { ["x"] = HostTensor.Of(_samples, sizes) };
    }

    /// <summary>Seconds of one unit on the engine and on ONNX Runtime, taken in turns.</summary>
    public (double Engine, double OnnxRuntime) Measure()
    {
        double engineShort = Statistics.Seconds(() => _chains[0].Session.Run(_feeds, _chains[0].Graph.Outputs));
        double otherShort = Statistics.Seconds(() => _chains[0].Baseline.Run(_samples));
        double engineLong = Statistics.Seconds(() => _chains[1].Session.Run(_feeds, _chains[1].Graph.Outputs));
        double otherLong = Statistics.Seconds(() => _chains[1].Baseline.Run(_samples));
        return ((engineLong - engineShort) / (LongUnits - ShortUnits), (otherLong - otherShort) / (LongUnits - ShortUnits));
    }

    public void Dispose()
    {
        foreach (var (session, baseline, _) in _chains)
        {
            session.Dispose();
            baseline.Dispose();
        }
    }

    private static (InferenceSession Session, OnnxRuntimeBaseline Baseline, GatedGraph Graph) Build(ChainShape shape, int units, int batch)
    {
        var builder = new GraphBuilder($"{shape.Name} x {units}");
        var value = builder.Input("x", TensorShape.Batch, shape.Channels, shape.Size, shape.Size);
        for (int u = 0; u < units; u++)
        {
            if (shape.MiddleChannels > 0)
                value = builder.Relu(builder.Convolution(value, $"c{u}.a", shape.MiddleChannels, shape.Kernel), $"r{u}.a");
            value = builder.Relu(builder.Convolution(value, $"c{u}", shape.Channels, shape.Kernel, padding: shape.Kernel / 2), $"r{u}");
        }

        // One number for a sample leaves the chain, so that copying the result weighs the same everywhere: next to nothing.
        var graph = builder.Build(plan: null, builder.Convolution(value, "y", 1, shape.Size));
        return (InferenceSession.Create(graph), new OnnxRuntimeBaseline(graph, "y", batch, threads: 1), graph);
    }
}
