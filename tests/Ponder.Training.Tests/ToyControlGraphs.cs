using Ponder.Control;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Training.Tests;

/// <summary>Control graphs whose best policies are known.</summary>
internal static class ToyControlGraphs
{
    /// <summary>Names of the weights that make what nodes compute: they are not to learn.</summary>
    public static IReadOnlyList<string> Frozen(GatedGraph graph) => [.. graph.ConstantNames.Where(name => name.EndsWith(".fixed", StringComparison.Ordinal))];

    /// <summary>Two contexts: class 0 is told by either way, class 1 by the dear one alone. Best: dear for class 1 only.</summary>
    public static GatedGraph Bandit() => Start()
        .Control("q", [new("x")], ["dear", "cheap"], Scores)
        .Regular("dear", [new("x")], Fixed(2, [1, 0, 0, 1], work: 40), new ControlEdge("q", "dear"))
        .Regular("cheap", [new("x")], Fixed(2, [1, 1, 0, 0], work: 1), new ControlEdge("q", "cheap"))
        .Merge("answer", ["dear", "cheap"])
        .Build("answer");

    /// <summary>One action answers yes, one no, at equal cost.</summary>
    public static GatedGraph YesNo() => Start()
        .Control("q", [new("x")], ["yes", "no"], Scores)
        .Regular("yes", [new("x")], Fixed(2, [0, 0, 1, 1], work: 1), new ControlEdge("q", "yes"))
        .Regular("no", [new("x")], Fixed(2, [1, 1, 0, 0], work: 1), new ControlEdge("q", "no"))
        .Merge("answer", ["yes", "no"])
        .Build("answer");

    /// <summary>Two choices of sign; the answer is right when the signs agree, and both negative is cheap.</summary>
    public static GatedGraph Signs() => Start()
        .Control("first", [new("x")], ["plus", "minus"], Scores)
        .Regular("first.plus", [new("x")], Fixed(1, [1, 1], work: 20), new ControlEdge("first", "plus"))
        .Regular("first.minus", [new("x")], Fixed(1, [-1, -1], work: 1), new ControlEdge("first", "minus"))
        .Merge("sign", ["first.plus", "first.minus"])
        .Control("second", [new("x")], ["plus", "minus"], Scores)
        .Regular("second.plus", [new("sign")], Fixed(2, [0, 1], work: 20), new ControlEdge("second", "plus"))
        .Regular("second.minus", [new("sign")], Fixed(2, [0, -1], work: 1), new ControlEdge("second", "minus"))
        .Merge("answer", ["second.plus", "second.minus"])
        .Build("answer");

    private static ControlGraphBuilder Start() => new ControlGraphBuilder("toy", seed: 1).Input("x", 2);

    private static GraphValue Scores(GraphBuilder builder, string name, IReadOnlyList<GraphValue> inputs) => builder.Linear(inputs[0], $"{name}.scores", 2);

    // A matrix, and a detour without effect that costs as many multiply-adds as wished.
    private static LayerEmitter Fixed(int outputs, float[] matrix, int work) => (builder, name, inputs) =>
    {
        int features = inputs[0].Shape[1];
        var weights = builder.Constant($"{name}.fixed", HostTensor.Of([.. matrix.Select(weight => 4 * weight)], outputs, features));
        var detour = builder.Constant($"{name}.detour.fixed", HostTensor.Of(new float[work * features], work, features));
        var nothing = builder.Add("ReduceSum", $"{name}.nothing", [builder.Add("Gemm", $"{name}.detour", [inputs[0], detour], ("transB", 1)), builder.Constant($"{name}.axis", HostTensor.Of([1L], 1))], ("keepdims", 1));
        return builder.Add("Add", name, [builder.Add("Gemm", $"{name}.product", [inputs[0], weights], ("transB", 1)), nothing]);
    };

    /// <summary>Samples whose context is a class of one-hot features.</summary>
    /// <param name="count">How many.</param>
    /// <param name="contextOf">Context of a sample, 0 or 1.</param>
    /// <param name="labelOf">Label of a sample.</param>
    public sealed class Samples(int count, Func<int, int> contextOf, Func<int, int> labelOf) : ISampleSource
    {
        public int Count => count;

        public IReadOnlyList<int> SampleShape => [2];

        public int SampleLength => 2;

        public void Read(int index, Span<float> destination) =>
            (destination[0], destination[1]) = contextOf(index) == 0 ? (1f, 0f) : (0f, 1f);

        public int Label(int index) => labelOf(index);
    }
}
