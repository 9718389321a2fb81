using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Tests.Control;

/// <summary>What control graphs are refused for, and which paths and costs they have.</summary>
public sealed class ControlGraphBuilderTests
{
    [Fact]
    public void Build_HighAndLow_HasTheirPathsAndCosts()
    {
        var graph = HighLow().Build("answer");

        Assert.Equal(["q=high", "q=low"], graph.Plan!.ExitNames);
        var costs = ExitCosts.Of(graph);
        Assert.Equal([(3 * 2) + (3 * 4) + (4 * 2), (3 * 2) + (3 * 2)], costs.Macs); // the scores first
        Assert.Equal((3 * 4) + (4 * 2), costs.StaticMacs);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Build_Fault_IsNamed(string expected, ControlGraphBuilder builder) =>
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => builder.Build("answer")).Message, StringComparison.Ordinal);

    public static TheoryData<string, ControlGraphBuilder> Broken => new()
    {
        { "cycle", HighLow().Regular("a", [new("b")], Linear(2)).Regular("b", [new("a")], Linear(2)) },
        { "node 'idle': expected to be reached", HighLow().Regular("idle", [new("x")], Linear(2)) },
        { "expected one of this name, got 2", HighLow().Regular("high", [new("x")], Linear(2)) },
        { "expected to read a node, got 'nowhere'", HighLow().Regular("a", [new("nowhere")], Linear(2)) },
        { "expected an action of 'q' (high, low), got 'middle'", HighLow().Dummy("a", new ControlEdge("q", "middle")) },
        { "expected a control edge from a control node, got 'high'", HighLow().Dummy("a", new ControlEdge("high", "low")) },
        { "expected to read a node with an output, got control node 'q'", HighLow().Regular("a", [new("q")], Linear(2)) },
        { "control node 'p': expected two different actions", Start().Control("p", [new("x")], ["one"], Scores).Regular("answer", [new("x")], Linear(2), new ControlEdge("p", "one")) },
        { "expected action 'low' to let a node run", Start().Control("q", [new("x")], ["high", "low"], Scores).Regular("answer", [new("x")], Linear(2), new ControlEdge("q", "high")) },
        { "answer 'answer': expected a node that always runs", Choice().Regular("answer", [new("x")], Linear(2), new ControlEdge("q", "high")).Dummy("d", new ControlEdge("q", "low")) },
        { "edge 'high' to 'answer': expected a default value, as 'high' runs only when q=high", Choice().Regular("high", [new("x")], Linear(2), new ControlEdge("q", "high")).Dummy("d", new ControlEdge("q", "low")).Regular("answer", [new("high")], Linear(2)) },
        { "merge 'answer': expected a default value, as its sources run only when q=high", Choice().Regular("high", [new("x")], Linear(2), new ControlEdge("q", "high")).Dummy("d", new ControlEdge("q", "low")).Merge("answer", ["high"]) },
        { "expected one source that runs, got 'high' and 'always' when q=high", Choice().Regular("high", [new("x")], Linear(2), new ControlEdge("q", "high")).Dummy("d", new ControlEdge("q", "low")).Regular("always", [new("x")], Linear(2)).Merge("answer", ["high", "always"]) },
        { "answer: expected a regular node or a merge, got 'answer'", Start() },
        { "dummy node 'd': expected an action that lets it run", HighLow().Dummy("d") },
        { "control node 'q': expected scores [N, 2], got [N, 3]", Start().Control("q", [new("x")], ["high", "low"], Linear(3)).Regular("h", [new("x")], Linear(2), new ControlEdge("q", "high")).Dummy("l", new ControlEdge("q", "low")).Merge("answer", ["h"], HostTensor.Of([0f], 1)) },
    };

    [Fact]
    public void Build_TooManyPaths_IsRefused()
    {
        var builder = Start();
        string before = "x";
        for (int i = 0; i < 9; i++)
        {
            builder.Control($"q{i}", [new(before)], ["a", "b"], Scores)
                .Regular($"a{i}", [new(before)], Linear(3), new ControlEdge($"q{i}", "a"))
                .Regular($"b{i}", [new(before)], Linear(3), new ControlEdge($"q{i}", "b"))
                .Merge($"m{i}", [$"a{i}", $"b{i}"]);
            before = $"m{i}";
        }

        var error = Assert.Throws<ModelFormatException>(() => builder.Regular("answer", [new(before)], Linear(2)).Build("answer"));
        Assert.Contains("expected at most 256 paths", error.Message, StringComparison.Ordinal);
    }

    private static ControlGraphBuilder Start() => new ControlGraphBuilder("toy", seed: 1).Input("x", 3);

    private static ControlGraphBuilder Choice() => Start().Control("q", [new("x")], ["high", "low"], Scores);

    // 3 inputs; high: 4 features, 2 classes, low: 2 classes.
    private static ControlGraphBuilder HighLow() => Choice()
        .Regular("high", [new("x")], Linear(4), new ControlEdge("q", "high"))
        .Regular("high.answer", [new("high")], Linear(2), new ControlEdge("q", "high"))
        .Regular("low", [new("x")], Linear(2), new ControlEdge("q", "low"))
        .Merge("answer", ["high.answer", "low"]);

    private static GraphValue Scores(GraphBuilder builder, string name, IReadOnlyList<GraphValue> inputs) => builder.Linear(inputs[0], $"{name}.scores", 2);

    private static LayerEmitter Linear(int features) => (builder, name, inputs) => builder.Linear(inputs[0], name, features);
}
