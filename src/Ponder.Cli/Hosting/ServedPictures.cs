using Ponder.Data;
using Ponder.Data.Pictures;
using Ponder.Graph;
using Ponder.Serving;

namespace Ponder.Cli.Hosting;

/// <summary>Reads pictures for a served model as <c>ponder predict</c> does, but such as anybody may send: smaller ones, of the formats that are promised.</summary>
internal sealed class ServedPictures : IPictureReader
{
    private const int MaxPixels = 1 << 25; // 33 megapixels, some 300 MiB while they are decoded

    private readonly PictureInput _input;

    private ServedPictures(PictureInput input) => _input = input;

    /// <summary>The reader of a model; null where its plan does not say how pixels become inputs.</summary>
    /// <exception cref="ModelFormatException">The plan is not of the model's input.</exception>
    public static ServedPictures? Of(GatedGraph graph) => graph is { Plan.Preprocessing: not null, Inputs: [{ Shape: { Rank: 4, HasBatch: true } shape }] } && shape[1] is 1 or 3
        ? new ServedPictures(new PictureInput(graph) { MaxPixels = MaxPixels })
        : null;

    /// <inheritdoc/>
    public float[] Read(byte[] file, string name)
    {
        if (!PictureReader.IsPicture(file)) // what decodes other formats need not see what strangers send
            throw new InvalidDataException($"{name}: expected a JPEG, PNG, BMP or WebP picture, got {file.Length} bytes of another kind");
        try
        {
            return _input.Read(file, name);
        }
        catch (DataFormatException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }
}
