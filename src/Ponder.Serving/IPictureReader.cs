namespace Ponder.Serving;

/// <summary>Makes a model's input of picture files that requests bring. Thread-safe.</summary>
public interface IPictureReader
{
    /// <summary>Reads a picture.</summary>
    /// <param name="file">The bytes of a whole file.</param>
    /// <param name="name">Where it stands in the request, for messages.</param>
    /// <returns>The input of one sample, [C, H, W], row by row.</returns>
    /// <exception cref="InvalidDataException">The bytes are no picture, damaged, or decoded too large; the message begins with the name and is told to the client.</exception>
    float[] Read(byte[] file, string name);
}
