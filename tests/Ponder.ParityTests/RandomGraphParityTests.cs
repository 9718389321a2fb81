using CsCheck;
using Ponder.Graph;
using Ponder.OnnxRuntime;
using Ponder.Tests.Graph;

namespace Ponder.ParityTests;

/// <summary>Choices in any nesting: what runs on demand gives exactly what computing everything gives.</summary>
public sealed class RandomGraphParityTests
{
    private static readonly float[] Samples = [-1.5f, -0.25f, 0, 0.125f, 0.5f, 1, 3];

    [Theory]
    [InlineData("ponder")]
    [InlineData("torch")]
    public void Run_RandomGates_GivesWhatOnnxRuntimeGives(string executor) => RandomGatedGraph.Gen.Sample(
        graph =>
        {
            var feeds = new Dictionary<string, HostTensor> { ["x"] = HostTensor.Of([.. Samples], Samples.Length, 1) };
            using var oracle = new OnnxRuntimeExecutor(graph);
            using var tested = Executors.Create(executor, graph);
            Assert.Equal(
                oracle.Run(feeds, ["y"])["y"].Floats.ToArray(),
                tested.Run(feeds, ["y"])["y"].Floats.ToArray());
        },
        iter: 300);
}
