namespace Ponder.Data.Pictures;

/// <summary>Takes boxes where their picture goes on its way into a model.</summary>
public static class BoxMask
{
    /// <summary>Which pixels of a model's input lie in a box: those whose middle does, taken back to the picture.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="height">Rows of the picture, see <see cref="PictureReader.ReadSize"/>.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="form">What the model wants: the picture is resized and its center cut out as for the model.</param>
    /// <returns>[H, W] of the model's input.</returns>
    public static bool[] Of(IReadOnlyList<BoundingBox> boxes, int height, int width, PictureForm form)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(form);
        double scale = PictureScaler.Scale(height, width, form);
        double[] columns = ScalerTaps.Centers(width, form.Width, scale), rows = ScalerTaps.Centers(height, form.Height, scale);
        bool[] mask = new bool[form.Height * form.Width];
        for (int i = 0; i < mask.Length; i++)
        {
            double x = columns[i % form.Width], y = rows[i / form.Width];
            mask[i] = boxes.Any(box => x >= box.Left && x < box.Right + 1 && y >= box.Top && y < box.Bottom + 1);
        }

        return mask;
    }
}
