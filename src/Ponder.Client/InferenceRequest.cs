using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ponder.Client;

/// <summary>A question to a model with one input.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Input">The input's name.</param>
/// <param name="Samples">Its elements, row by row; not changed, and read until the answer is there. Empty beside pictures.</param>
/// <param name="Shape">Its sizes, samples in front; their product is the number of elements, or of pictures.</param>
public sealed record InferenceRequest(string Model, string Input, ReadOnlyMemory<float> Samples, IReadOnlyList<long> Shape)
{
    /// <summary>A question about pictures, which the server decodes, resizes and preprocesses as the model wants them.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="pictures">Bytes of whole JPEG, PNG or WebP files, one for each sample; not changed until the answer is there.</param>
    public static InferenceRequest OfPictures(string model, string input, IReadOnlyList<ReadOnlyMemory<byte>> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return new InferenceRequest(model, input, ReadOnlyMemory<float>.Empty, [pictures.Count]) { Pictures = pictures };
    }

    /// <summary>Picture files in place of samples; empty for none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pictures { get; init; } = [];

    /// <summary>The model's version; null for the server's choice.</summary>
    public string? Version { get; init; }

    /// <summary>What to call the question; echoed.</summary>
    public string? Id { get; init; }

    /// <summary>When the answer must be there, counted at the server: one that knows early answers gives the best that it has by then. Null for no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The lower, the more urgent; 0 for the server's default.</summary>
    public int Priority { get; init; }

    /// <summary>The name of the deepest exit to go to, of a server with early exits; null for no limit.</summary>
    public string? MaxExit { get; init; }

    /// <summary>Multiply-adds that each sample may cost in the worst case, at a server with early exits; null for no limit.</summary>
    public long? BudgetMacs { get; init; }

    /// <summary>Accuracy on the samples that the model was calibrated on, above 0 and at most 1, at a server with early exits: it answers as cheaply as that allows. Null for the model's own.</summary>
    public double? AccuracyTarget { get; init; }

    /// <summary>Names of the outputs wanted; empty for all.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    internal void ThrowIfNotSound()
    {
        if (HasPictures && !Samples.IsEmpty)
            throw new ArgumentException($"input '{Input}': expected samples or pictures, got both");
        int elements = HasPictures ? Pictures.Count : Samples.Length;
        if (Shape.Any(size => size < 1) || Shape.Aggregate(1L, (product, size) => checked(product * size)) != elements)
            throw new ArgumentException($"input '{Input}': expected the {elements} elements of the samples, got [{string.Join(", ", Shape)}]");
        if (Timeout is { } timeout && timeout < TimeSpan.FromMicroseconds(1))
            throw new ArgumentException($"timeout: expected a microsecond or more, got {timeout}");
    }

    /// <summary>What the elements are, as the protocol calls it.</summary>
    internal string Datatype => HasPictures ? "BYTES" : "FP32";

    /// <summary>Bytes that <see cref="WriteContents"/> writes.</summary>
    internal int ContentsLength => HasPictures ? Pictures.Sum(picture => sizeof(int) + picture.Length) : checked(Samples.Length * sizeof(float));

    /// <summary>Writes the elements as the protocol's raw bytes: numbers little-endian, as every machine that .NET runs on is, and pictures each behind its length.</summary>
    internal void WriteContents(IBufferWriter<byte> destination)
    {
        destination.Write(MemoryMarshal.AsBytes(Samples.Span));
        foreach (var picture in Pictures)
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination.GetSpan(sizeof(int)), picture.Length);
            destination.Advance(sizeof(int));
            destination.Write(picture.Span);
        }
    }

    internal long? TimeoutMicroseconds => Timeout is { } timeout ? timeout.Ticks / TimeSpan.TicksPerMicrosecond : null;

    private bool HasPictures => Pictures.Count > 0;
}
