using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Halting;

namespace Ponder.Evaluation;

/// <summary>Reads answer, exit and confidence from a model's outputs; a model without a plan has one exit.</summary>
internal sealed class DecisionReader
{
    private readonly bool _hasExits;
    private readonly bool _isProbability;
    private readonly SampleCosts? _halting; // null where the exit alone tells the cost

    public DecisionReader(GatedGraph graph)
    {
        _hasExits = graph.Plan is not null;
        if (graph.Plan is { } plan)
        {
            _halting = plan.Halting is null ? null : new SampleCosts(graph);
            Blocks = plan.Halting?.Blocks ?? [];
            Outputs =
            [
                EarlyExitConstants.Logits, EarlyExitConstants.Exit, EarlyExitConstants.Confidence,
                .. (_halting?.Conditions ?? []).Concat(Blocks.Select(block => block.PonderCost)).Distinct(),
            ];
            ExitNames = plan.ExitNames;
            Costs = ExitCosts.Of(graph);
            return;
        }

        Outputs = [graph.Outputs[0]];
        ExitNames = [EarlyExitConstants.FinalExit];
        _isProbability = graph.Producer(graph.Outputs[0])?.OpType == "Softmax";
        var analysis = DemandAnalysis.Of(graph, Outputs);
        long macs = analysis.Macs(new bool[analysis.Gates.Count]);
        Costs = new ExitCosts([macs], macs);
    }

    /// <summary>What to ask an executor for.</summary>
    public IReadOnlyList<string> Outputs { get; }

    public IReadOnlyList<string> ExitNames { get; }

    public ExitCosts Costs { get; }

    /// <summary>Blocks whose units halt; empty for models without.</summary>
    public IReadOnlyList<HaltingBlockRole> Blocks { get; } = [];

    /// <summary>How many classes the last row that was read had; 0 before the first.</summary>
    public int Classes { get; private set; }

    /// <summary>Multiply-adds of one row of a batch: those of its exit, or of the units and positions that ran.</summary>
    public long Macs(IReadOnlyDictionary<string, HostTensor> tensors, int row, int exitIndex) => _halting?.Of(tensors, row) ?? Costs.Macs[exitIndex];

    /// <summary>A block's ponder cost for one row of a batch: the mean over positions.</summary>
    public static double PonderCost(HaltingBlockRole block, IReadOnlyDictionary<string, HostTensor> tensors, int row)
    {
        var cost = tensors[block.PonderCost];
        int positions = cost.Length / cost.Shape[0];
        double sum = 0;
        foreach (float value in cost.Floats.Slice(row * positions, positions))
            sum += value;
        return sum / positions;
    }

    /// <summary>What the model decided about one row of a batch.</summary>
    /// <exception cref="InvalidOperationException">The model took an exit that its plan lacks.</exception>
    public (Answer Answer, int ExitIndex) Read(IReadOnlyDictionary<string, HostTensor> tensors, int row)
    {
        var output = tensors[Outputs[0]];
        int classes = Classes = output.Length / output.Shape[0];
        var values = output.Floats.Slice(row * classes, classes);
        if (!_hasExits)
            return (_isProbability ? Answer.OfProbabilities(values) : Answer.OfLogits(values), 0);

        long exit = tensors[EarlyExitConstants.Exit].Int64s[row];
        if (exit < 0 || exit >= ExitNames.Count)
            throw new InvalidOperationException($"output 'exit': expected 0 to {ExitNames.Count - 1}, got {exit}");
        float confidence = Answer.NumberOrZero(tensors[EarlyExitConstants.Confidence].Floats[row]);
        return (new Answer(Answer.IndexOfMax(values), confidence), (int)exit);
    }
}
