using Ponder.Graph;
using Ponder.Halting;

namespace Ponder.ParityTests;

/// <summary>The reference vectors of adaptive computation time on every executor: five units, a slack of 0.01.</summary>
public sealed class HaltingParityTests
{
    private static readonly float[][] Scores = [[0.999f, 0.999f, 0.999f, 0.999f], [0.01f, 0.5f, 0.6f, 0.7f], [0.01f, 0.01f, 0.01f, 0.01f]];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ReferenceScores_PonderAndMixAsThePaperSays(string name, HaltingKind kind)
    {
        var graph = CountingBlocks.Build(kind);
        using var executor = Executors.Create(name, graph);
        var found = executor.Run(CountingBlocks.Feeds(kind, Scores), ["y", "ponder"]);

        AssertEach([2, 3.49f, 5.96f], found["ponder"]); // N + R
        AssertEach([0, 1.48f, 3.9f], found["y"]); // the sum of p * x
    }

    public static TheoryData<string, HaltingKind> Cases => new(
        from name in Executors.Names
        from kind in new[] { HaltingKind.Image, HaltingKind.Position }
        select (name, kind));

    private static void AssertEach(float[] expected, HostTensor actual)
    {
        int places = actual.Length / expected.Length;
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(expected[i / places], actual.Floats[i], 1e-5f);
    }
}
