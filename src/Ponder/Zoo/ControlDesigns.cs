using Ponder.Control;
using Ponder.EarlyExit;
using Ponder.Graph;

namespace Ponder.Zoo;

/// <summary>The four designs of dynamic deep neural networks, at sizes of our own.</summary>
/// <remarks>
/// Liu and Deng 2017 (arXiv:1701.00299), figure 3: high and low capacity, cascade, chain, hierarchy. The paper's layers are for other
/// data; here each design's dearest path has at least 10 million multiply-adds, so that choices and not overheads decide its speed.
/// </remarks>
public static class ControlDesigns
{
    private const int Faces = 24; // pixels
    private const int FaceClasses = 2;
    private const int Things = 10;
    private const int Kernel = 3;
    private const int ChainStages = 3;

    /// <summary>A control node picks a large or a small network behind shared first layers. [N, 1, 24, 24] to 2 classes.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph HighLow(int seed) => new ControlGraphBuilder("d2nn-highlow", seed)
        .Input("image", 1, Faces, Faces)
        .Regular("stem", [new("image")], Layers(new(16, Stride: 2), new(32))) // [N, 32, 12, 12]
        .Control("q", [new("stem")], ["high", "low"], Scores(2, 24))
        .Regular("high", [new("stem")], Classifier(FaceClasses, new(64), new(64), new(64), new(96, Stride: 2), new(96)), new ControlEdge("q", "high"))
        .Regular("low", [new("stem")], Classifier(FaceClasses, [new(12, Stride: 2)]), new ControlEdge("q", "low"))
        .Merge("answer", ["high", "low"])
        .Build("answer");

    /// <summary>Four stages, each dearer than the one before; behind each of the first three a control node may reject. [N, 1, 24, 24] to 2 classes.</summary>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph Cascade(int seed) => new ControlGraphBuilder("d2nn-cascade", seed)
        .Input("image", 1, Faces, Faces)
        .Regular("stage1", [new("image")], Layers(new(8, Stride: 2), new(16))) // [N, 16, 12, 12]
        .Control("q1", [new("stage1")], ["reject", "go"], Scores(2, 16))
        .Dummy("rejected1", new ControlEdge("q1", "reject"))
        .Regular("stage2", [new("stage1")], Layers([new(32)]), new ControlEdge("q1", "go"))
        .Control("q2", [new("stage2")], ["reject", "go"], Scores(2, 16), new ControlEdge("q1", "go"))
        .Dummy("rejected2", new ControlEdge("q2", "reject"))
        .Regular("stage3", [new("stage2")], Layers([new(48)]), new ControlEdge("q2", "go"))
        .Control("q3", [new("stage3")], ["reject", "go"], Scores(2, 16), new ControlEdge("q2", "go"))
        .Dummy("rejected3", new ControlEdge("q3", "reject"))
        .Regular("stage4", [new("stage3")], Classifier(FaceClasses, new(64), new(64), new(96, Stride: 2), new(96)), new ControlEdge("q3", "go"))
        .Merge("answer", ["stage4"], HostTensor.Of([4f, -4], 1, FaceClasses)) // who is rejected is background
        .Build("answer");

    /// <summary>Three stages that an image may skip, each with an answer of its own; they rejoin. [N, 1, 24, 24] to 2 classes.</summary>
    /// <remarks>Control nodes see what the stages so far have made of an image and how sure the answer so far is. A skipped stage hands both on.</remarks>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph Chain(int seed)
    {
        var builder = new ControlGraphBuilder("d2nn-chain", seed)
            .Input("image", 1, Faces, Faces)
            .Regular("stage0", [new("image")], Layers(new(16, Stride: 2), new(32), new(64, Stride: 2))) // [N, 64, 6, 6]
            .Regular("answer0", [new("stage0")], Classifier(FaceClasses));
        for (int stage = 1; stage <= ChainStages; stage++)
        {
            string control = $"q{stage}", before = $"stage{stage - 1}", answerBefore = $"answer{stage - 1}";
            ControlEdge high = new(control, "high"), low = new(control, "low");
            builder
                .Control(control, [new(before), new(answerBefore)], ["high", "low"], Doubt(2))
                .Regular($"high{stage}", [new(before)], Layers(new(96), new(64)), high)
                .Regular($"look{stage}", [new($"high{stage}")], Classifier(FaceClasses), high)
                .Regular($"kept{stage}", [new(answerBefore)], Same, low)
                .Merge($"answer{stage}", [$"look{stage}", $"kept{stage}"]);
            if (stage < ChainStages) // nobody reads features behind the last
                builder.Regular($"low{stage}", [new(before)], Same, low).Merge($"stage{stage}", [$"high{stage}", $"low{stage}"]);
        }

        return builder.Build($"answer{ChainStages}");
    }

    /// <summary>A small network answers, and a control node takes its answer or has a router send the image to one of two experts. [N, 3, 32, 32] to 10 classes.</summary>
    /// <remarks>
    /// Control nodes see what the small network has made of an image and how sure its answer is. Experts share first layers of their
    /// own: where all answers stand on the same layers, late ones suffer from what early ones ask of them.
    /// </remarks>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph Hierarchy(int seed) => new ControlGraphBuilder("d2nn-hierarchy", seed)
        .Input("image", 3, 32, 32)
        .Regular("first", [new("image")], Layers(new(16), new(32, Stride: 2), new(48, Stride: 2), new(48), new(128))) // [N, 128, 8, 8]
        .Regular("first.answer", [new("first")], Classifier(Things))
        .Control("q", [new("first"), new("first.answer")], ["stop", "go"], Doubt(2))
        .Regular("stop", [new("first.answer")], Same, new ControlEdge("q", "stop"))
        .Control("router", [new("first"), new("first.answer")], ["left", "right"], Doubt(2), new ControlEdge("q", "go"))
        .Regular("second", [new("image")], Layers(new(16), new(32, Stride: 2), new(48), new(48), new(48, Stride: 2)), new ControlEdge("q", "go")) // [N, 48, 8, 8]
        .Regular("left", [new("second")], Classifier(Things, new(128), new(128)), new ControlEdge("router", "left"))
        .Regular("right", [new("second")], Classifier(Things, new(128), new(128)), new ControlEdge("router", "right"))
        .Merge("answer", ["stop", "left", "right"])
        .Build("answer");

    /// <summary>Residual stages: a short way answers, and a control node takes its answer or runs the rest of a ResNet-20. [N, 3, 32, 32] to 10 classes.</summary>
    /// <remarks>The control node sees what the short way has made of an image and how sure its answer is.</remarks>
    /// <param name="seed">Seed of the initial weights.</param>
    public static GatedGraph HighLowResNet(int seed) => new ControlGraphBuilder("d2nn-highlow-resnet", seed)
        .Input("image", 3, 32, 32)
        .Regular("stem", [new("image")], Blocks(new(16, Stride: 1), 1)) // [N, 16, 32, 32]
        .Regular("short", [new("stem")], Blocks((32, 2, 1), (64, 2, 1))) // [N, 64, 8, 8]
        .Regular("short.answer", [new("short")], Classifier(Things))
        .Control("q", [new("short"), new("short.answer")], ["high", "low"], Doubt(2))
        .Regular("high", [new("stem")], BlockClassifier(Things, (16, 1, 2), (32, 2, 3), (64, 2, 3)), new ControlEdge("q", "high"))
        .Regular("low", [new("short.answer")], Same, new ControlEdge("q", "low"))
        .Merge("answer", ["high", "low"])
        .Build("answer");

    private static LayerEmitter Layers(params Layer[] layers) => (builder, name, inputs) => Emit(builder, name, inputs[0], layers);

    private static LayerEmitter Classifier(int classes, params Layer[] layers) => (builder, name, inputs) =>
        builder.Linear(builder.GlobalAveragePool(Emit(builder, name, inputs[0], layers), $"{name}.mean"), $"{name}.logits", classes);

    // Two normalised layers, each of half the size before, and what they find anywhere: telling which images are hard is itself a small task.
    private static LayerEmitter Scores(int actions, int channels) => (builder, name, inputs) =>
    {
        var seen = Emit(builder, name, inputs[0], [new(channels, Stride: 2), new(2 * channels, Stride: 2)]);
        return builder.Linear(builder.GlobalAveragePool(seen, $"{name}.mean"), name + ControlGraphConstants.Scores, actions);
    };

    // Features, then an answer: what both say of how hard an image is.
    private static LayerEmitter Doubt(int actions) => (builder, name, inputs) =>
    {
        var answer = new AnswerProbabilities(builder, new ExitPoint(name, inputs[1]));
        var seen = builder.Add("Concat", $"{name}.seen", [builder.GlobalAveragePool(inputs[0], $"{name}.mean"), answer.Largest, answer.Entropy()], ("axis", 1));
        return builder.Linear(seen, name + ControlGraphConstants.Scores, actions);
    };

    private static LayerEmitter Same => (builder, name, inputs) => builder.Add("Identity", $"{name}.same", [inputs[0]]);

    private static LayerEmitter Blocks(Layer stem, int blocks) => (builder, name, inputs) =>
    {
        var active = Emit(builder, name, inputs[0], [stem]);
        for (int number = 1; number <= blocks; number++)
            active = builder.BasicBlock(active, $"{name}.block{number}", stem.Channels, stride: 1, initialScale: 1);
        return active;
    };

    private static LayerEmitter Blocks(params (int Channels, int Stride, int Blocks)[] stages) => (builder, name, inputs) =>
    {
        var active = inputs[0];
        int number = 0;
        foreach (var (channels, stride, blocks) in stages)
        {
            for (int block = 0; block < blocks; block++)
                active = builder.BasicBlock(active, $"{name}.block{++number}", channels, block == 0 ? stride : 1, initialScale: 1);
        }

        return active;
    };

    private static LayerEmitter BlockClassifier(int classes, params (int Channels, int Stride, int Blocks)[] stages) => (builder, name, inputs) =>
        builder.Linear(builder.GlobalAveragePool(Blocks(stages)(builder, name, inputs), $"{name}.mean"), $"{name}.logits", classes);

    private static GraphValue Emit(GraphBuilder builder, string name, GraphValue active, IReadOnlyList<Layer> layers)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            var (channels, stride) = layers[i];
            var normalized = builder.NormalizedConvolution(active, $"{name}.conv{i + 1}", channels, Kernel, padding: Kernel / 2, stride);
            active = builder.Relu(normalized, $"{name}.relu{i + 1}");
        }

        return active;
    }

    private sealed record Layer(int Channels, int Stride = 1);
}
