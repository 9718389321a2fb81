namespace Ponder.Data.Pictures;

/// <summary>Resizes a picture and cuts its center out.</summary>
/// <remarks>
/// Bilinear with a triangle as wide as the reduction asks for, so that nothing of the source is skipped; first the columns,
/// then the rows, of the part that is cut out only.
/// </remarks>
internal static class PictureScaler
{
    /// <summary>The picture's center in a form, [C, H, W].</summary>
    public static byte[] Fit(Bitmap picture, PictureForm form)
    {
        double scale = Scale(picture.Height, picture.Width, form);
        var columns = ScalerTaps.Of(picture.Width, form.Width, scale);
        var rows = ScalerTaps.Of(picture.Height, form.Height, scale);
        float[] narrow = ScaleColumns(picture, columns, rows[0].Start, rows[^1].Start + rows[^1].Weights.Length);
        return ScaleRows(narrow, picture.Channels, columns.Length, rows);
    }

    /// <summary>Pixels of the input per pixel of a picture.</summary>
    public static double Scale(int height, int width, PictureForm form)
    {
        double covering = Math.Max((double)form.Height / height, (double)form.Width / width);
        double asked = (double)(form.Size ?? 0) / Math.Min(height, width);
        return Math.Max(covering, asked);
    }

    // [H', W, C] of the rows that are needed
    private static float[] ScaleColumns(Bitmap picture, ScalerTaps[] columns, int firstRow, int endRow)
    {
        int channels = picture.Channels;
        float[] result = new float[(endRow - firstRow) * columns.Length * channels];
        int at = 0;
        for (int y = firstRow; y < endRow; y++)
        {
            var row = picture.Pixels.AsSpan(y * picture.Width * channels, picture.Width * channels);
            foreach (var taps in columns)
            {
                for (int c = 0; c < channels; c++)
                {
                    float sum = 0;
                    for (int i = 0; i < taps.Weights.Length; i++)
                        sum += row[((taps.Start + i) * channels) + c] * taps.Weights[i];
                    result[at++] = sum;
                }
            }
        }

        return result;
    }

    private static byte[] ScaleRows(float[] narrow, int channels, int width, ScalerTaps[] rows)
    {
        int first = rows[0].Start, line = width * channels;
        byte[] planes = new byte[channels * rows.Length * width];
        for (int y = 0; y < rows.Length; y++)
        {
            for (int i = 0; i < line; i++)
            {
                float sum = 0;
                for (int tap = 0; tap < rows[y].Weights.Length; tap++)
                    sum += narrow[((rows[y].Start - first + tap) * line) + i] * rows[y].Weights[tap];
                planes[((((i % channels) * rows.Length) + y) * width) + (i / channels)] = (byte)Math.Clamp(MathF.Round(sum), 0, byte.MaxValue);
            }
        }

        return planes;
    }
}
