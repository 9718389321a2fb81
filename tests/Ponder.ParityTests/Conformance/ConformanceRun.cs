namespace Ponder.ParityTests.Conformance;

/// <summary>All node tests on all executors, run once for all that looks at the outcomes.</summary>
public sealed class ConformanceRun
{
    private readonly Lazy<IReadOnlyDictionary<(string Test, string Executor), Outcome>> _outcomes;
    private readonly Lazy<IReadOnlyList<NodeTest>> _tests = new(() => [.. NodeTestFolder.Read(), .. MadeNodeTests.All]);

    public ConformanceRun() => _outcomes = new(() => (
        from test in _tests.Value
        from executor in Executors.Names
        select (Key: (test.Name, executor), Outcome: NodeTestRun.Of(test, executor))).ToDictionary(run => run.Key, run => run.Outcome));

    /// <summary>The tests of an operator, by name.</summary>
    internal IReadOnlyList<NodeTest> TestsOf(string operation) =>
        [.. _tests.Value.Where(test => test.Operator == operation).OrderBy(test => test.Name, StringComparer.Ordinal)];

    internal Outcome Outcome(NodeTest test, string executor) => _outcomes.Value[(test.Name, executor)];
}
