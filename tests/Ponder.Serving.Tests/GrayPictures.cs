namespace Ponder.Serving.Tests;

/// <summary>Reads "pictures" that say how gray they are: G and one byte of gray.</summary>
internal sealed class GrayPictures : IPictureReader
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where pictures are to wait; null for nowhere.</summary>
    public ManualResetEventSlim? Gate { get; init; }

    /// <summary>Done when the first picture has come.</summary>
    public Task Entered => _entered.Task;

    /// <summary>A picture.</summary>
    public static byte[] Picture(byte gray) => [(byte)'G', gray];

    /// <summary>What the model sees of pictures.</summary>
    public static float[] Input(params byte[] grays) => [.. grays.SelectMany(gray => Enumerable.Repeat(gray / 100f, LoopbackServer.SampleLength))];

    /// <inheritdoc/>
    public float[] Read(byte[] file, string name)
    {
        _entered.TrySetResult();
        Gate?.Wait(TestContext.Current.CancellationToken);
        return file is [(byte)'G', var gray] ? Input(gray) : throw new InvalidDataException($"{name}: expected G and a gray, got {file.Length} bytes");
    }
}
