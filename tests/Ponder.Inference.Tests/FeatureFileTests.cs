using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Zoo;

namespace Ponder.Inference.Tests;

public sealed class FeatureFileTests : IDisposable
{
    private const string Tensor = "pool1";
    private readonly string _path = Path.GetTempFileName();
    private readonly GatedGraph _graph = LeNet.Build(seed: 1);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Record_InnerTensor_HoldsItForEverySample()
    {
        using var engine = InferenceSession.Create(_graph);
        var samples = new Noise(7);
        using var features = FeatureFile.Record(_graph, engine, samples, Tensor, _path, new EvaluationOptions { BatchSize = 3 }, TestContext.Current.CancellationToken);
        float[] input = new float[samples.SampleLength], found = new float[features.SampleLength];

        samples.Read(5, input);
        features.Read(5, found);

        var wanted = engine.Run(new Dictionary<string, HostTensor> { ["image"] = HostTensor.Of(input, 1, 1, 28, 28) }, [Tensor])[Tensor];
        Assert.Equal(wanted.Floats.ToArray(), found);
        Assert.Equal((7, 5), (features.Count, features.Label(5)));
    }

    [Fact]
    public void Record_FileThatIsThere_IsTaken()
    {
        int length = (int)_graph.Tensor(Tensor).Shape.SampleLength;
        File.WriteAllBytes(_path, new byte[2 * length * sizeof(float)]);
        using var engine = InferenceSession.Create(_graph);
        using var features = FeatureFile.Record(_graph, engine, new Noise(2), Tensor, _path, cancellationToken: TestContext.Current.CancellationToken);
        float[] found = new float[length];

        features.Read(1, found);

        Assert.All(found, value => Assert.Equal(0, value));
    }

    private sealed class Noise(int count) : ISampleSource
    {
        public int Count => count;

        public IReadOnlyList<int> SampleShape => [1, 28, 28];

        public int SampleLength => 28 * 28;

        public int Label(int index) => index;

        public void Read(int index, Span<float> destination)
        {
            var random = new Random(index);
            for (int i = 0; i < SampleLength; i++)
                destination[i] = random.NextSingle();
        }
    }
}
