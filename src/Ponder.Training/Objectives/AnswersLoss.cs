using Ponder.Control;
using Ponder.Graph;
using Ponder.Training.Execution;
using Ponder.Training.Trainers;
using static TorchSharp.torch;

namespace Ponder.Training.Objectives;

/// <summary>The task's loss of a control graph: of the final answers, and of those on the way that control nodes see.</summary>
/// <remarks>
/// An answer on the way is computed for everybody who comes by, so everybody teaches it, not only those who stop there; it costs
/// nothing but its own gradient. They weigh little: with the weight of the final ones the layers before serve them, and those behind suffer.
/// A source of a control node that has the final answer's shape counts as one.
/// </remarks>
internal sealed class AnswersLoss
{
    private const double SeenWeight = 0.25; // of all answers that control nodes see; the final ones have 1

    private readonly TrainingOptions _options;
    private readonly string _answer;
    private readonly string[] _seen;

    public AnswersLoss(GatedGraph graph, TrainingOptions options)
    {
        (_options, _answer) = (options, graph.Plan!.Exits[^1].Logits); // checked by the trainer
        var control = graph.Plan.Control!; // as above
        string[] sources = [.. control.Controls.SelectMany(node => node.Sources).Distinct()];
        _seen =
        [
            .. control.Nodes.Where(node => sources.Contains(node.Name)).Select(node => node.Tensor).OfType<string>()
                .Where(tensor => graph.Tensor(tensor).Shape == graph.Tensor(_answer).Shape),
        ];
    }

    /// <summary>Mean cross-entropy of final answers alone.</summary>
    /// <param name="logits">[N, classes].</param>
    /// <param name="labels">Right classes.</param>
    public Tensor Of(Tensor logits, long[] labels) => TaskLoss.CrossEntropy(logits.to(ScalarType.Float32), tensor(labels), _options);

    /// <summary>The loss of a batch that took its paths.</summary>
    /// <param name="routed">The batch.</param>
    /// <param name="labels">As above.</param>
    public Tensor Of(RoutedBatch routed, long[] labels)
    {
        var loss = Of(routed[_answer], labels);
        foreach (string seen in _seen)
        {
            int[] rows = routed.RowsOf(seen);
            if (rows.Length == 0)
                continue;
            var share = tensor((float)(SeenWeight * rows.Length / labels.Length / _seen.Length));
            loss = loss.add(Of(routed[seen], [.. rows.Select(row => labels[row])]).mul(share), HeldScalars.One);
        }

        return loss;
    }
}
