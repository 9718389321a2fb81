using Ponder.Data;
using Ponder.Data.Pictures;

namespace Ponder.Cli.Predicting;

/// <summary>Reads a picture as bytes, [C, H, W]: a PGM file of exactly the model's size, any other picture resized to it.</summary>
internal static class PictureFile
{
    /// <summary>Reads a picture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="form">What the model wants.</param>
    /// <exception cref="CommandException">A PGM file has another size.</exception>
    /// <exception cref="DataFormatException">The file is damaged or no picture.</exception>
    public static byte[] Read(string path, PictureForm form)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (!PortableGrayMap.IsOne(bytes))
            return PictureReader.Read(bytes, path, form);
        var (pixels, height, width) = PortableGrayMap.Read(bytes, path, form.Channels);
        return height == form.Height && width == form.Width
            ? pixels
            : throw new CommandException($"{path}: expected a picture of {form.Width} x {form.Height} pixels, got {width} x {height}");
    }
}
