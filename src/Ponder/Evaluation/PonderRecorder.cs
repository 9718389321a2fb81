using Ponder.Graph;
using Ponder.Halting;
using Ponder.Saliency;

namespace Ponder.Evaluation;

/// <summary>Asks a network whose units halt where it thought for how long.</summary>
public sealed class PonderRecorder
{
    private readonly GatedGraph _graph;
    private readonly DecisionReader _reader;
    private readonly string[] _outputs;

    /// <summary>Prepares for a model.</summary>
    /// <exception cref="ModelFormatException">Nothing halts in the model.</exception>
    public PonderRecorder(GatedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        Plan = graph.Plan?.Halting ?? throw new ModelFormatException(graph.Source, "plan: expected blocks whose units halt, got none");
        (_graph, _reader) = (graph, new DecisionReader(graph));
        _outputs = [.. _reader.Outputs, HaltingConstants.PonderMap, .. Plan.Blocks.Select(block => block.PonderCost)];
    }

    /// <summary>What halts, and the blocks.</summary>
    public HaltingPlan Plan { get; }

    /// <summary>Multiply-adds of the network in which every unit runs everywhere and nothing is scored.</summary>
    public long StaticMacs => _reader.Costs.StaticMacs;

    /// <summary>Whether there is a map: positions of an image take numbers of their own.</summary>
    public bool HasMap => Plan.Kind != HaltingKind.Image;

    /// <summary>Runs a batch.</summary>
    /// <param name="executor">Runs the graph.</param>
    /// <param name="samples">[count, C, H, W], preprocessed.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <exception cref="ArgumentException">Samples do not fit the model.</exception>
    public IReadOnlyList<PonderRecord> Record(IGraphExecutor executor, float[] samples, int count)
    {
        ArgumentNullException.ThrowIfNull(executor);
        var input = _graph.Inputs[0];
        var feeds = new Dictionary<string, HostTensor> { [input.Name] = HostTensor.Of(samples, input.Shape.WithBatch(count)) };
        var tensors = executor.Run(feeds, _outputs);
        return [.. Enumerable.Range(0, count).Select(row => Read(tensors, row))];
    }

    private PonderRecord Read(IReadOnlyDictionary<string, HostTensor> tensors, int row)
    {
        var (answer, exit) = _reader.Read(tensors, row);
        return new PonderRecord(
            answer.Prediction, answer.Confidence, _reader.Macs(tensors, row, exit),
            [.. Plan.Blocks.Select(block => Map(tensors[block.PonderCost], row))], Map(tensors[HaltingConstants.PonderMap], row));
    }

    private static PositionMap Map(HostTensor tensor, int row)
    {
        int height = tensor.Shape[2], width = tensor.Shape[3];
        return new PositionMap(height, width, tensor.Floats.Slice(row * height * width, height * width).ToArray());
    }
}
