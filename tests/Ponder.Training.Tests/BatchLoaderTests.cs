using Ponder.Evaluation;
using Ponder.Training.Trainers;

namespace Ponder.Training.Tests;

public sealed class BatchLoaderTests
{
    private const float Black = -1;

    [Fact]
    public void Take_Flip_GivesTheImageAndItsMirror() =>
        Assert.Equal(["1 2 3 4 5 6", "3 2 1 6 5 4"], Images(new TrainingOptions { Flip = true }));

    [Fact]
    public void Take_Shift_BringsInBlack()
    {
        var images = Images(new TrainingOptions { MaxShift = 1 });

        Assert.Equal(9, images.Count);
        Assert.Contains("-1 1 2 -1 4 5", images); // to the right
        Assert.Contains("-1 -1 -1 2 3 -1", images); // down and to the left
    }

    [Fact]
    public void Take_ShiftBeyondTheImage_IsAllBlack() =>
        Assert.Contains("-1 -1 -1 -1 -1 -1", Images(new TrainingOptions { MaxShift = 5 }));

    [Fact]
    public void Take_AnywhereFirst_GivesWhatTheOrderGives()
    {
        var options = new TrainingOptions { BatchSize = 7, MaxShift = 2, Flip = true, Epochs = 2 };
        using var ordered = new BatchLoader(new ToySamples(20), options);
        using var direct = new BatchLoader(new ToySamples(20), options);

        TrainingBatch[] batches = [.. Enumerable.Range(0, 6).Select(at => ordered.Take(at / 3, at % 3))];

        Assert.Equal(batches[4].Samples, direct.Take(1, 1).Samples);
        Assert.Equal(batches[2].Samples, direct.Take(0, 2).Samples);
    }

    [Fact]
    public void Take_LastStep_IsSmaller()
    {
        using var loader = new BatchLoader(new ToySamples(20), new TrainingOptions { BatchSize = 7 });

        Assert.Equal(6, loader.Take(0, 2).Labels.Length);
    }

    /// <summary>The different images of a batch of two hundred.</summary>
    private static IReadOnlyList<string> Images(TrainingOptions options)
    {
        using var loader = new BatchLoader(new OneImage(), options with { BatchSize = 200, Epochs = 1 });
        return [.. loader.Take(0, 0).Samples.Chunk(6).Select(image => string.Join(' ', image)).Distinct().Order()];
    }

    private sealed class OneImage : ISampleSource
    {
        public int Count => 200;

        public IReadOnlyList<int> SampleShape => [1, 2, 3];

        public int SampleLength => 6;

        public IReadOnlyList<float> Black => [BatchLoaderTests.Black];

        public void Read(int index, Span<float> destination) => new float[] { 1, 2, 3, 4, 5, 6 }.CopyTo(destination);

        public int Label(int index) => 0;
    }
}
