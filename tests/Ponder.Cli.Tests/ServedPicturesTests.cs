using Ponder.Cli.Hosting;
using Ponder.Cli.Predicting;
using Ponder.Data.Tests;
using Ponder.Graph;

namespace Ponder.Cli.Tests;

public sealed class ServedPicturesTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TestPictures.Format.Jpeg)]
    [InlineData(TestPictures.Format.Png)]
    [InlineData(TestPictures.Format.Webp)]
    public void Read_EveryFormat_IsWhatPredictReads(TestPictures.Format format)
    {
        var graph = TestModels.BuildHalting(); // of colors
        byte[] picture = TestPictures.Encode(format, 61, 47);

        Assert.Equal(new ImageReader(graph).Read(_folder.Write("picture", picture))[0].Values, Reader(graph).Read(picture, "picture"));
    }

    [Fact]
    public void Read_PictureThatWasTurned_IsWhatPredictReads()
    {
        var graph = GatedGraph.Load(TestModels.BranchyLeNet(_folder)); // of gray
        byte[] picture = TestPictures.WithExif(TestPictures.Encode(TestPictures.Format.Jpeg, 61, 47), isLittle: true, orientation: 6);

        Assert.Equal(new ImageReader(graph).Read(_folder.Write("picture.jpg", picture))[0].Values, Reader(graph).Read(picture, "picture"));
    }

    [Fact]
    public void Read_WhatIsNoPicture_SaysWhere()
    {
        var reader = Reader(TestModels.BuildHalting());
        byte[] cut = TestPictures.Encode(TestPictures.Format.Png, 61, 47)[..100];

        Assert.Equal("it: expected a JPEG, PNG, BMP or WebP picture, got 6 bytes of another kind", Assert.Throws<InvalidDataException>(() => reader.Read([.. "GIF89a"u8], "it")).Message);
        Assert.StartsWith("it: expected a whole picture", Assert.Throws<InvalidDataException>(() => reader.Read(cut, "it")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Bomb_IsRefusedWithoutMemoryForIt()
    {
        var reader = Reader(TestModels.BuildHalting());
        byte[] bomb = TestPictures.BmpHeader(8_000, 8_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => reader.Read(bomb, "it"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Of_ModelWithoutPreprocessing_IsNothing()
    {
        var graph = TestModels.BuildHalting();
        graph.Plan = graph.Plan! with { Preprocessing = null };

        Assert.Null(ServedPictures.Of(graph));
    }

    private static ServedPictures Reader(GatedGraph graph) => ServedPictures.Of(graph)!; // the models here have preprocessing
}
