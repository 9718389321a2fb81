using Ponder.Graph;

namespace Ponder.Inference.Tests;

/// <summary>A convolution with one output behind a normalisation, as halting scores are: the two are one step unless somebody asks what lies between.</summary>
public sealed class ScoreTests
{
    private const int Channels = 16;
    private const int Size = 7;
    private const int Count = 3;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(5, 2)]
    public void Run_NormalisationBefore_AgreesWithItAlone(int kernel, int padding)
    {
        using var session = InferenceSession.Create(Graph(kernel, padding));

        float[] alone = session.Run(Feeds(Count), ["score", "norm"])["score"].Floats.ToArray();

        Assert.Equal(alone, Scores(session, Count), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Run_NormalisationBefore_IsBitIdenticalInAnyBatch()
    {
        using var session = InferenceSession.Create(Graph(kernel: 3, padding: 1));

        Assert.Equal(Scores(session, Count)[..(Size * Size)], Scores(session, 1));
    }

    private static GatedGraph Graph(int kernel, int padding)
    {
        var builder = new GraphBuilder("score", seed: 5);
        var image = builder.Relu(builder.Input("image", TensorShape.Batch, Channels, Size, Size), "features");
        var graph = builder.Build(plan: null, builder.Convolution(builder.BatchNormalization(image, "norm"), "score", 1, kernel, padding));
        var random = new Random(3);
        foreach (string input in graph.Producer("norm")!.Inputs.Skip(1)) // it was built with one
            graph.SetConstant(input, HostTensor.Of([.. Enumerable.Range(0, Channels).Select(_ => random.NextSingle() + 0.5f)], Channels));
        return graph;
    }

    private static Dictionary<string, HostTensor> Feeds(int count)
    {
        var random = new Random(9);
        return new() { ["image"] = HostTensor.Of([.. Enumerable.Range(0, count * Channels * Size * Size).Select(_ => random.NextSingle())], count, Channels, Size, Size) };
    }

    private static float[] Scores(InferenceSession session, int count) => session.Run(Feeds(count), ["score"])["score"].Floats.ToArray();
}
