using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Training.Trainers;

namespace Ponder.Training.Tests;

/// <summary>A smooth network of two layers with two early exits for vectors of 6 in 4 classes: small enough to differentiate by hand.</summary>
internal static class ToyExits
{
    public const int Classes = 4;
    public const int Length = 6;

    public static GatedGraph Build(IExitPolicy policy, double carry = 0)
    {
        var builder = new GraphBuilder("toy", seed: 3);
        var input = builder.Input("x", TensorShape.Batch, Length, 1, 1);
        var first = Layer(builder, input, "layer1");
        var second = Layer(builder, first, "layer2");
        var third = Layer(builder, second, "layer3");
        var answer = builder.Linear(builder.Flatten(third, "features"), "answer", Classes);
        return ExitAttachment.Attach(
            builder.Build(plan: null, answer), [new("layer1", new PooledLinearHead()), new("layer2", new PooledLinearHead())], policy, seed: 3, "toy", carry);
    }

    /// <summary>Random vectors, of which class c is larger at element c.</summary>
    public static TrainingBatch Batch(int count = 12)
    {
        var random = new Random(5);
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)(i % Classes))];
        float[] samples = [.. Enumerable.Range(0, count * Length).Select(i => random.NextSingle() + (i % Length == labels[i / Length] ? 0.7f : 0))];
        return new TrainingBatch(samples, labels);
    }

    /// <summary>Every weight moved a little at random: gates start at 0, where much of their gradient is 0, too.</summary>
    public static void Shake(GatedGraph graph)
    {
        var random = new Random(9);
        foreach (string name in graph.ConstantNames.Where(name => name.EndsWith(".weight", StringComparison.Ordinal) || name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            var old = graph.Constant(name);
            graph.SetConstant(name, HostTensor.Of([.. old.Floats.ToArray().Select(value => value + ((random.NextSingle() - 0.5f) * 0.6f))], [.. old.Shape]));
        }
    }

    private static GraphValue Layer(GraphBuilder builder, GraphValue input, string name) =>
        builder.Add("Tanh", name, [builder.Convolution(input, $"{name}.sum", 5, kernel: 1)]);
}
