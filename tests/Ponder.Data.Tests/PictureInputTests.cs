using Ponder.Data.Pictures;
using Ponder.EarlyExit;
using Ponder.Graph;
using Ponder.Plans;

namespace Ponder.Data.Tests;

public sealed class PictureInputTests
{
    [Fact]
    public void Read_BytesAndFile_GiveThePreprocessedPicture()
    {
        using var folder = new ScratchFolder();
        byte[] file = TestPictures.Gray(6, 6, 200);
        string path = folder.Write("gray.bmp", file);
        var input = new PictureInput(Model(new Preprocessing(0.01f, [1, 1, 1], [0.5f, 0.5f, 0.5f])));

        Assert.Equal(3 * 4 * 4, input.Length);
        Assert.All(input.Read(file, "gray"), value => Assert.Equal(2, value, tolerance: 1e-6));
        Assert.Equal(input.Read(file, "gray"), input.Read(path));
    }

    [Fact]
    public void PictureInput_PlanWithoutPreprocessing_IsRefused() =>
        Assert.Contains("pixels", Assert.Throws<ModelFormatException>(() => new PictureInput(Model(null))).Message, StringComparison.Ordinal);

    [Fact]
    public void Preprocess_PixelsOfAnotherSize_Throws() =>
        Assert.Throws<ArgumentException>(() => new PictureInput(Model(new Preprocessing(1, [0, 0, 0], [1, 1, 1]))).Preprocess(new byte[5]));

    private static GatedGraph Model(Preprocessing? preprocessing)
    {
        var builder = new GraphBuilder("network", seed: 1);
        var answer = builder.Linear(builder.Flatten(builder.Input("input", TensorShape.Batch, 3, 4, 4), "flat"), "answer", 2);
        var graph = ExitAttachment.Attach(builder.Build(plan: null, answer), [], new ConfidenceExitPolicy(1), seed: 1);
        graph.Plan = graph.Plan! with { Preprocessing = preprocessing };
        return graph;
    }
}
