using Ponder.EarlyExit;
using Ponder.Evaluation;
using Ponder.Graph;

namespace Ponder.Inference.Tests;

public sealed class ExitProbeTests
{
    [Fact]
    public void Accuracies_FeaturesThatTellClassesApart_AreSeen()
    {
        var builder = new GraphBuilder("network", seed: 1);
        var input = builder.Input("input", TensorShape.Batch, 2, 3, 3);
        var blind = builder.Add("Mul", "blind", [input, builder.Constant("zero", HostTensor.Of(new float[2], 1, 2, 1, 1))]);
        var seen = builder.Add("Relu", "seen", [input]);
        var graph = builder.Build(plan: null, builder.Linear(builder.Flatten(builder.Add("Add", "sum", [blind, seen]), "flat"), "answer", 2));
        using var engine = InferenceSession.Create(graph);

        var accuracies = ExitProbe.Accuracies(graph, engine, new Halves(40), new Halves(30), ["blind", "seen"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([0.5, 1], accuracies);
    }

    // Class 0 has values in channel 0, class 1 in channel 1.
    private sealed class Halves(int count) : ISampleSource
    {
        public int Count => count;

        public IReadOnlyList<int> SampleShape => [2, 3, 3];

        public int SampleLength => 18;

        public int Label(int index) => index % 2;

        public void Read(int index, Span<float> destination)
        {
            destination[..SampleLength].Clear();
            destination.Slice(9 * Label(index), 9).Fill(1 + (index / 100f));
        }
    }
}
