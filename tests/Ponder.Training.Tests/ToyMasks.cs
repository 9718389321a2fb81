using Ponder.Evaluation;
using Ponder.Graph;
using Ponder.Halting;
using Ponder.Training.Trainers;

namespace Ponder.Training.Tests;

/// <summary>One block of three small residual units of which two have masks, and pictures of squares in four colours.</summary>
internal static class ToyMasks
{
    public const int Side = 8;

    public static readonly TrainingOptions Options = new() { Epochs = 40, BatchSize = 16, Threads = 1, LearningRate = 0.02 };

    public static GatedGraph Build(HaltingKind kind = HaltingKind.Mask, float? bias = null)
    {
        var builder = new GraphBuilder("toy masks", seed: 3);
        var x = builder.Input("x", TensorShape.Batch, 3, Side, Side);
        var stem = builder.Relu(builder.NormalizedConvolution(x, "stem.norm", 4, kernel: 3, padding: 1), "stem");
        HaltingUnit unit = (graph, name, input) => graph.BasicBlock(input, name, 4, stride: 1, initialScale: 1);
        var block = builder.HaltingBlock("block", stem, [unit, unit, unit], new HaltingOptions { Kind = kind, InitialBias = bias });
        var answer = builder.Linear(builder.GlobalAveragePool(block.Output, "features"), "y", 4);
        return PonderMap.Build(builder, x, kind, [("block", block)], answer);
    }

    public static JointTrainer Trainer(GatedGraph graph, double? budget, TrainingOptions? options = null, string? folder = null) => new(
        graph, new Samples(), new Samples(), (options ?? Options) with { Halting = new HaltingTrainingOptions { Budget = budget } }, folder);

    /// <summary>Noise with a bright square somewhere; its colour is the class.</summary>
    public sealed class Samples : ISampleSource
    {
        public int Count => 64;

        public IReadOnlyList<int> SampleShape => [3, Side, Side];

        public int SampleLength => 3 * Side * Side;

        public int Label(int index) => index % 4;

        public void Read(int index, Span<float> destination)
        {
            var random = new Random(index);
            foreach (ref float pixel in destination)
                pixel = 0.5f * random.NextSingle();
            int row = random.Next(Side - 2), column = random.Next(Side - 2);
            for (int plane = 0; plane < 3; plane++)
            {
                for (int i = 0; i < 9; i++)
                    destination[(((plane * Side) + row + (i / 3)) * Side) + column + (i % 3)] += plane == Label(index) ? 2 : 1;
            }
        }
    }
}
