using Ponder.Tests;

namespace Ponder.ParityTests.Conformance;

/// <summary>The ONNX backend node tests of every claimed operator: passed, or refused by a documented exception.</summary>
public sealed class ConformanceTests(ConformanceRun run) : IClassFixture<ConformanceRun>
{
    private static readonly string Document = Path.Combine(RepositoryFolder.Root, "docs", "operators.md");

    public static MatrixTheoryData<string, string> Cases => new(ClaimedOperators.Names, Executors.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_NodeTestsOfOperator_NoneFails(string operation, string executor)
    {
        SkipWithoutData();

        var failures = run.TestsOf(operation).Select(test => (test.Name, Outcome: run.Outcome(test, executor)))
            .Where(ended => ended.Outcome.Kind == OutcomeKind.Failed).Select(ended => $"{ended.Name}: {ended.Outcome.Reason}");
        Assert.Equal("", string.Join('\n', failures));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_NodeTestsOfOperator_OnePasses(string operation, string executor)
    {
        SkipWithoutData();

        Assert.Contains(run.TestsOf(operation), test => run.Outcome(test, executor).Kind == OutcomeKind.Passed);
    }

    [Fact]
    public void Document_WrittenAnew_IsTheCommittedOne()
    {
        SkipWithoutData();
        string text = ConformanceTable.Of(run);
        if (Environment.GetEnvironmentVariable("PONDER_WRITE_DOCS") == "1")
            File.WriteAllText(Document, text);

        Assert.Equal(text, File.ReadAllText(Document));
    }

    private static void SkipWithoutData() =>
        Assert.SkipUnless(NodeTestFolder.IsInstalled, "no ONNX node tests: install Debian's package libonnx-testdata");
}
